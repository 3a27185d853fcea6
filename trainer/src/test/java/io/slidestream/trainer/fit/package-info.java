@NullMarked
package io.slidestream.trainer.fit;

import org.jspecify.annotations.NullMarked;
