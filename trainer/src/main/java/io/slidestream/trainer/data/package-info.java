/** Labelled tiles and how they are split. */
@NullMarked
package io.slidestream.trainer.data;

import org.jspecify.annotations.NullMarked;
