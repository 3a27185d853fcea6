/** One slide's way to its blocks: opened, planned, delivered. */
@NullMarked
package io.slidestream.tiler.tiling;

import org.jspecify.annotations.NullMarked;
