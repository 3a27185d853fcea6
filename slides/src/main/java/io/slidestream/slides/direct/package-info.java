/** Slides that are read without OpenSlide: JPEG tiles of a TIFF file. */
@NullMarked
package io.slidestream.slides.direct;

import org.jspecify.annotations.NullMarked;
