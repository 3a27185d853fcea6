/** Blocks of tiles from the share group: taken, held, answered, released or rejected. */
@NullMarked
package io.slidestream.worker.blocks;

import org.jspecify.annotations.NullMarked;
