@NullMarked
package io.slidestream.aggregator.viewer.api;

import org.jspecify.annotations.NullMarked;
