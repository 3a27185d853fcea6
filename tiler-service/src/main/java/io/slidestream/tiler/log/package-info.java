/** The topics that a tiler follows, and its metrics. */
@NullMarked
package io.slidestream.tiler.log;

import org.jspecify.annotations.NullMarked;
