package io.slidestream.networks.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;

/**
 * Deeplearning4j's oneDNN layer helpers, which make a network eight times as fast and which are off as shipped.
 *
 * <p>A layer takes its helper when it is made, so {@link #enable()} comes before the network. A helper that cannot be
 * had is passed over in silence, hence {@link #check}. Two things are needed: the property below, whose default
 * disables the helpers, and {@code org.nd4j.nativeblas.Nd4jCpu$Environment}, which this module supplies.
 */
final class OneDnn {
    private static final String DISABLE_HELPERS = "org.eclipse.deeplearning4j.helpers.disable";
    private static final String LOG_INITIALIZATION = "org.nd4j.log.initialization";

    private OneDnn() {}

    /** Lets the networks made from now on in this JVM use oneDNN. */
    static void enable() {
        System.setProperty(DISABLE_HELPERS, "false");
        System.setProperty(LOG_INITIALIZATION, "false");
    }

    /** Networks made from now on use the built-in path: the reference the helpers are tested against. */
    static void disable() {
        System.setProperty(DISABLE_HELPERS, "true");
    }

    /**
     * Checks that every layer that can use oneDNN does.
     *
     * @throws IllegalStateException naming the layers that have no helper
     */
    static void check(ComputationGraph graph) {
        List<String> without = new ArrayList<>();
        for (Layer layer : graph.getLayers()) {
            boolean hasOne = layer instanceof ConvolutionLayer || layer instanceof SubsamplingLayer;
            if (hasOne && layer.getHelper() == null) {
                without.add(layer.conf().getLayer().getLayerName());
            }
        }
        if (!without.isEmpty()) {
            throw new IllegalStateException("oneDNN is not in use for " + without
                    + ", the network would run at an eighth of its speed: the class path needs the -onednn build of"
                    + " nd4j-native and the networks module, and nothing may set " + DISABLE_HELPERS + " to true");
        }
    }
}
