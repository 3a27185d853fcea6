@NullMarked
package io.slidestream.tiler.log;

import org.jspecify.annotations.NullMarked;
