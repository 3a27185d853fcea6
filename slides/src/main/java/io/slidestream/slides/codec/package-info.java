/** How tiles become pixels, whatever file they lie in: codecs, and the cache of what they decoded. */
@NullMarked
package io.slidestream.slides.codec;

import org.jspecify.annotations.NullMarked;
