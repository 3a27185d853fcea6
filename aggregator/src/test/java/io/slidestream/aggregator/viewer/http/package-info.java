@NullMarked
package io.slidestream.aggregator.viewer.http;

import org.jspecify.annotations.NullMarked;
