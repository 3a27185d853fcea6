@NullMarked
package io.slidestream.aggregator.viewer.deepzoom;

import org.jspecify.annotations.NullMarked;
