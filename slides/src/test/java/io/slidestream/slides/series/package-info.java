@NullMarked
package io.slidestream.slides.series;

import org.jspecify.annotations.NullMarked;
