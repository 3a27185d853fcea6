/**
 * ONNX Runtime as the inference engine, and model.onnx: written from the weights, proven equal before it is kept. The
 * words of the file format are ND4J's copy of ONNX's own.
 */
@NullMarked
package io.slidestream.networks.onnx;

import org.jspecify.annotations.NullMarked;
