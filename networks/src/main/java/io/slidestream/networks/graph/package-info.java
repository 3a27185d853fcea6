/** A network as one value: what is computed, on which tensors, in which shapes. Engines and checks follow from it. */
@NullMarked
package io.slidestream.networks.graph;

import org.jspecify.annotations.NullMarked;
