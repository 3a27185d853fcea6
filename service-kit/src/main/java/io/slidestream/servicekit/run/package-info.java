/** A service's life: start, signals, the endpoint for operations, logs. */
@NullMarked
package io.slidestream.servicekit.run;

import org.jspecify.annotations.NullMarked;
