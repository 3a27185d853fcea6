/** The bucket: which slides arrive, and when one is complete. */
@NullMarked
package io.slidestream.tiler.watch;

import org.jspecify.annotations.NullMarked;
