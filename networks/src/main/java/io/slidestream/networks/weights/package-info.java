/** Weights as tensors, in safetensors files. */
@NullMarked
package io.slidestream.networks.weights;

import org.jspecify.annotations.NullMarked;
