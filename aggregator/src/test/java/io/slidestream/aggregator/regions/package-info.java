@NullMarked
package io.slidestream.aggregator.regions;

import org.jspecify.annotations.NullMarked;
