/** Progress and failure of a long work. */
@NullMarked
package io.slidestream.trainer.base;

import org.jspecify.annotations.NullMarked;
