/** Which files of a bucket are one slide. */
@NullMarked
package io.slidestream.slides.parts;

import org.jspecify.annotations.NullMarked;
