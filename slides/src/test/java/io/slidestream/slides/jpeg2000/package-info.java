@NullMarked
package io.slidestream.slides.jpeg2000;

import org.jspecify.annotations.NullMarked;
