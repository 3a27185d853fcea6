/** Slides read by OpenSlide. */
@NullMarked
package io.slidestream.slides.openslide;

import org.jspecify.annotations.NullMarked;
