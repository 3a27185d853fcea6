@NullMarked
package io.slidestream.slides.codec;

import org.jspecify.annotations.NullMarked;
