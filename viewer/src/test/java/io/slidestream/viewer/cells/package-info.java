@NullMarked
package io.slidestream.viewer.cells;

import org.jspecify.annotations.NullMarked;
