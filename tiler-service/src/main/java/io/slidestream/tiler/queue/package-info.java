/** Slides that wait to be tiled, and the one whose turn it is. */
@NullMarked
package io.slidestream.tiler.queue;

import org.jspecify.annotations.NullMarked;
