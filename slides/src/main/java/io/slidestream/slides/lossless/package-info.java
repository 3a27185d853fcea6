/** Tiles coded without loss: as they are, deflated, or by LZW. */
@NullMarked
package io.slidestream.slides.lossless;

import org.jspecify.annotations.NullMarked;
