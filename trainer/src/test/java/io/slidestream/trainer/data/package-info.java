@NullMarked
package io.slidestream.trainer.data;

import org.jspecify.annotations.NullMarked;
