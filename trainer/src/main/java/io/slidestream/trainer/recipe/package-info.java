/** What is asked of a training, and how it is to be done. */
@NullMarked
package io.slidestream.trainer.recipe;

import org.jspecify.annotations.NullMarked;
