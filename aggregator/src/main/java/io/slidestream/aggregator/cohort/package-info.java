/** A table over all maps of a results folder. */
@NullMarked
package io.slidestream.aggregator.cohort;

import org.jspecify.annotations.NullMarked;
