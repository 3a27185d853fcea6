/** OpenSlide in processes of its own, whose end is not this one's. */
@NullMarked
package io.slidestream.slides.isolation;

import org.jspecify.annotations.NullMarked;
