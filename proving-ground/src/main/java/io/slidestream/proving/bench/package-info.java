/** Measurements behind {@code slidestream bench}. */
@NullMarked
package io.slidestream.proving.bench;

import org.jspecify.annotations.NullMarked;
