/** The command {@code view}: the viewer on its own, for the maps of a folder. */
@NullMarked
package io.slidestream.viewer.command;

import org.jspecify.annotations.NullMarked;
