@NullMarked
package io.slidestream.viewer.command;

import org.jspecify.annotations.NullMarked;
