@NullMarked
package io.slidestream.aggregator.viewer.catalog;

import org.jspecify.annotations.NullMarked;
