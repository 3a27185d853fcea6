@NullMarked
package io.slidestream.tiler.commands;

import org.jspecify.annotations.NullMarked;
