/** TIFF directories, checked before any library sees them. */
@NullMarked
package io.slidestream.slides.tiff;

import org.jspecify.annotations.NullMarked;
