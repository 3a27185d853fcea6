/** The slide's pixels as a DeepZoom pyramid, made as they are asked for. */
@NullMarked
package io.slidestream.viewer.deepzoom;

import org.jspecify.annotations.NullMarked;
