@NullMarked
package io.slidestream.metrics;

import org.jspecify.annotations.NullMarked;
