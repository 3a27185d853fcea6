@NullMarked
package io.slidestream.trainer.recipe;

import org.jspecify.annotations.NullMarked;
