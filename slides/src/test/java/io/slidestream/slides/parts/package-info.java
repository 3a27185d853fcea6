@NullMarked
package io.slidestream.slides.parts;

import org.jspecify.annotations.NullMarked;
