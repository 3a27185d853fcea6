/** From tiles to batches of patches. */
@NullMarked
package io.slidestream.trainer.feed;

import org.jspecify.annotations.NullMarked;
