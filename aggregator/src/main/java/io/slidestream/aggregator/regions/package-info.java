/** Connected regions of cells in a grid, and their outlines. */
@NullMarked
package io.slidestream.aggregator.regions;

import org.jspecify.annotations.NullMarked;
