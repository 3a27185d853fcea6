/** The monotonic clock and the one back-off. */
@NullMarked
package io.slidestream.contracts.time;

import org.jspecify.annotations.NullMarked;
