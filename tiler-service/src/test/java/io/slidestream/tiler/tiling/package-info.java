@NullMarked
package io.slidestream.tiler.tiling;

import org.jspecify.annotations.NullMarked;
