/** A described network as a Deeplearning4j graph, in NHWC and for inference. */
@NullMarked
package io.slidestream.networks.dl4j.graph;

import org.jspecify.annotations.NullMarked;
