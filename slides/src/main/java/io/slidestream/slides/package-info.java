/** Whole-slide images: readers, stores and synthetic slides. */
@NullMarked
package io.slidestream.slides;

import org.jspecify.annotations.NullMarked;
