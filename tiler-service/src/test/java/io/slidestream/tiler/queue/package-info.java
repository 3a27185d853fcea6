@NullMarked
package io.slidestream.tiler.queue;

import org.jspecify.annotations.NullMarked;
