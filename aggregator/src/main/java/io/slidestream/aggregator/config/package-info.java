/** The aggregator's settings. */
@NullMarked
package io.slidestream.aggregator.config;

import org.jspecify.annotations.NullMarked;
