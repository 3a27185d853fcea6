@NullMarked
package io.slidestream.trainer.encoder;

import org.jspecify.annotations.NullMarked;
