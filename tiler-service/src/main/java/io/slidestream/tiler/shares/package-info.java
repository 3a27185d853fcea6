/** Whose blocks are published next, and how many: fair shares of the slides in hand, and the blocks ahead of workers. */
@NullMarked
package io.slidestream.tiler.shares;

import org.jspecify.annotations.NullMarked;
