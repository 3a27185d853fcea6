/** Grids of numbers, and their pyramids. */
@NullMarked
package io.slidestream.aggregator.raster;

import org.jspecify.annotations.NullMarked;
