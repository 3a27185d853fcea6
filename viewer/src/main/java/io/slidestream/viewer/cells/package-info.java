/** The cells of one map, packed for the browser: of a live map and of a finished one. */
@NullMarked
package io.slidestream.viewer.cells;

import org.jspecify.annotations.NullMarked;
