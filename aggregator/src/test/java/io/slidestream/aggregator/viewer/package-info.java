@NullMarked
package io.slidestream.aggregator.viewer;

import org.jspecify.annotations.NullMarked;
