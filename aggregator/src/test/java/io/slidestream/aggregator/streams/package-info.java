@NullMarked
package io.slidestream.aggregator.streams;

import org.jspecify.annotations.NullMarked;
