/** From a picture's pixels to a network's input. */
@NullMarked
package io.slidestream.networks.patches;

import org.jspecify.annotations.NullMarked;
