@NullMarked
package io.slidestream.aggregator.results;

import org.jspecify.annotations.NullMarked;
