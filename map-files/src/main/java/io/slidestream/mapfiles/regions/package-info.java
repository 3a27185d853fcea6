/** Connected regions of cells in a grid, and their outlines. */
@NullMarked
package io.slidestream.mapfiles.regions;

import org.jspecify.annotations.NullMarked;
