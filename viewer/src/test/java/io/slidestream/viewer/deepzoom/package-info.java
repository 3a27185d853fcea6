@NullMarked
package io.slidestream.viewer.deepzoom;

import org.jspecify.annotations.NullMarked;
