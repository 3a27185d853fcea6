@NullMarked
package io.slidestream.slides.jpeg;

import org.jspecify.annotations.NullMarked;
