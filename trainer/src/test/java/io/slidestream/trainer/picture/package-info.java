@NullMarked
package io.slidestream.trainer.picture;

import org.jspecify.annotations.NullMarked;
