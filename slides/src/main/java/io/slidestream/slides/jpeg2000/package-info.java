/** JPEG 2000 tiles of slides, through OpenJPEG. */
@NullMarked
package io.slidestream.slides.jpeg2000;

import org.jspecify.annotations.NullMarked;
