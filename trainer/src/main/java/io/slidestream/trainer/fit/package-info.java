/** Training: the new layer, the whole network, checkpoints. */
@NullMarked
package io.slidestream.trainer.fit;

import org.jspecify.annotations.NullMarked;
