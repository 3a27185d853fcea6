@NullMarked
package io.slidestream.aggregator;

import org.jspecify.annotations.NullMarked;
