/** How far a tile is from those a model was trained on. */
@NullMarked
package io.slidestream.networks.familiar;

import org.jspecify.annotations.NullMarked;
