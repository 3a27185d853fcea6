/** The way in: which reader a slide gets, and the slides that are held open. */
@NullMarked
package io.slidestream.slides.open;

import org.jspecify.annotations.NullMarked;
