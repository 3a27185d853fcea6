/** DICOM whole-slide images: the instances of one series as levels of tiles, without OpenSlide. */
@NullMarked
package io.slidestream.slides.series;

import org.jspecify.annotations.NullMarked;
