@NullMarked
package io.slidestream.tiler.states;

import org.jspecify.annotations.NullMarked;
