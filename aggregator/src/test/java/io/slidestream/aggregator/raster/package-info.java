@NullMarked
package io.slidestream.aggregator.raster;

import org.jspecify.annotations.NullMarked;
