/** The slide, small, and the pens to draw on it. */
@NullMarked
package io.slidestream.mapfiles.pictures;

import org.jspecify.annotations.NullMarked;
