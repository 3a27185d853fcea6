/** Pictures of tiles and the changes that augmentation and robustness make to them. */
@NullMarked
package io.slidestream.trainer.picture;

import org.jspecify.annotations.NullMarked;
