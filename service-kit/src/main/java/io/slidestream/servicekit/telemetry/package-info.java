/** Metrics and traces that every service has. */
@NullMarked
package io.slidestream.servicekit.telemetry;

import org.jspecify.annotations.NullMarked;
