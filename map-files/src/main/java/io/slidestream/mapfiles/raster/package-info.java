/** Grids of numbers, and their pyramids. */
@NullMarked
package io.slidestream.mapfiles.raster;

import org.jspecify.annotations.NullMarked;
