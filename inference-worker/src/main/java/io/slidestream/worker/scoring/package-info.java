/** From a block's tiles to their probabilities: read, batched, computed. */
@NullMarked
package io.slidestream.worker.scoring;

import org.jspecify.annotations.NullMarked;
