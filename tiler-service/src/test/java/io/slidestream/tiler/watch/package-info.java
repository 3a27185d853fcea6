@NullMarked
package io.slidestream.tiler.watch;

import org.jspecify.annotations.NullMarked;
