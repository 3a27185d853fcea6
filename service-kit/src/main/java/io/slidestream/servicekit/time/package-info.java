/** The monotonic clock and the one back-off. */
@NullMarked
package io.slidestream.servicekit.time;

import org.jspecify.annotations.NullMarked;
