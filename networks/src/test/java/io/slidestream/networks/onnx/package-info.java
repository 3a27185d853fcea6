@NullMarked
package io.slidestream.networks.onnx;

import org.jspecify.annotations.NullMarked;
