@NullMarked
package io.slidestream.aggregator.viewer.cells;

import org.jspecify.annotations.NullMarked;
