@NullMarked
package io.slidestream.tiler;

import org.jspecify.annotations.NullMarked;
