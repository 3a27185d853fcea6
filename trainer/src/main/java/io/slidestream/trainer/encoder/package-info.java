/** A new classifier on the features of an encoder that stays as it is: features, kept on disk, the layer, its bundle. */
@NullMarked
package io.slidestream.trainer.encoder;

import org.jspecify.annotations.NullMarked;
