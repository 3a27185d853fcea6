@NullMarked
package io.slidestream.aggregator.cohort;

import org.jspecify.annotations.NullMarked;
