/** Synthetic slides with the pixels of real ones. */
@NullMarked
package io.slidestream.proving.synth;

import org.jspecify.annotations.NullMarked;
