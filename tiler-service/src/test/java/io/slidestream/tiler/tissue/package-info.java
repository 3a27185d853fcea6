@NullMarked
package io.slidestream.tiler.tissue;

import org.jspecify.annotations.NullMarked;
