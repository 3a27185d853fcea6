/** Commands to the tilers, and the consumer group in which they share them. */
@NullMarked
package io.slidestream.tiler.commands;

import org.jspecify.annotations.NullMarked;
