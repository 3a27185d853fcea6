package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.Fire;
import io.slidestream.networks.patches.PatchLayout;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.activations.Activation;

/**
 * The networks as {@link Architecture} names their sources; where those drop out, so do these, as often as a trainer says.
 */
final class Definitions {
    private Definitions() {}

    static ComputationGraphConfiguration define(
            Architecture architecture, PatchLayout layout, int classCount, Dl4jNetwork.Output output, double dropout) {
        GraphLayers layers = output == Dl4jNetwork.Output.LOSS ? GraphLayers.trained(layout) : new GraphLayers(layout);
        return switch (architecture) {
            case ALEXNET -> alexNet(layers, classCount, output, dropout);
            case ALEXNET_GROUPED -> groupedAlexNet(layers, classCount, output, dropout);
            case SQUEEZENET1_1 -> squeezeNet(layers, classCount, output, dropout);
        };
    }

    private static ComputationGraphConfiguration alexNet(
            GraphLayers layers, int classCount, Dl4jNetwork.Output output, double dropout) {
        layers.convolution("features.0", 64, 11, 4, 2)
                .maximum("features.2")
                .convolution("features.3", 192, 5, 1, 2)
                .maximum("features.5")
                .convolution("features.6", 384, 3, 1, 1)
                .convolution("features.8", 256, 3, 1, 1)
                .convolution("features.10", 256, 3, 1, 1)
                .maximum("features.12")
                .flatten("classifier.1")
                .dropout(dropout)
                .dense("classifier.1", 4096, Activation.RELU)
                .dropout(dropout)
                .dense("classifier.4", 4096, Activation.RELU);
        if (output == Dl4jNetwork.Output.FEATURES) {
            return layers.build();
        }
        layers.dense("classifier.6", classCount, Activation.IDENTITY);
        return finish(layers, output);
    }

    private static ComputationGraphConfiguration groupedAlexNet(
            GraphLayers layers, int classCount, Dl4jNetwork.Output output, double dropout) {
        layers.convolution("conv1", 96, 11, 4, 0)
                .normalization("norm1")
                .maximum("pool1")
                .twoGroups("conv2", 256, 5, 2)
                .normalization("norm2")
                .maximum("pool2")
                .convolution("conv3", 384, 3, 1, 1)
                .twoGroups("conv4", 384, 3, 1)
                .twoGroups("conv5", 256, 3, 1)
                .maximum("pool5")
                .flatten("fc6")
                .dense("fc6", 4096, Activation.RELU)
                .dropout(dropout)
                .dense("fc7", 4096, Activation.RELU)
                .dropout(dropout);
        if (output == Dl4jNetwork.Output.FEATURES) {
            return layers.build();
        }
        layers.dense("fc8", classCount, Activation.IDENTITY);
        return finish(layers, output);
    }

    private static ComputationGraphConfiguration squeezeNet(
            GraphLayers layers, int classCount, Dl4jNetwork.Output output, double dropout) {
        layers.convolution("features.0", 64, 3, 2, 0).maximum("features.2");
        fire(layers, Fire.FIRE2);
        fire(layers, Fire.FIRE3);
        layers.maximum("features.5");
        fire(layers, Fire.FIRE4);
        fire(layers, Fire.FIRE5);
        layers.maximum("features.8");
        fire(layers, Fire.FIRE6);
        fire(layers, Fire.FIRE7);
        fire(layers, Fire.FIRE8);
        fire(layers, Fire.FIRE9);
        if (output == Dl4jNetwork.Output.FEATURES) {
            return layers.mean("classifier.3").build();
        }
        layers.dropout(dropout).convolution("classifier.1", classCount, 1, 1, 0).mean("classifier.3");
        return finish(layers, output);
    }

    private static void fire(GraphLayers layers, Fire fire) {
        String squeeze = fire.parameter("squeeze");
        String expand1 = fire.parameter("expand1x1");
        String expand3 = fire.parameter("expand3x3");
        layers.convolution(squeeze, fire.squeezed(), 1, 1, 0)
                .convolution(expand1, fire.expanded(), 1, 1, 0)
                .from(squeeze)
                .convolution(expand3, fire.expanded(), 3, 1, 1)
                .merge(fire.label(), expand1, expand3);
    }

    private static ComputationGraphConfiguration finish(GraphLayers layers, Dl4jNetwork.Output output) {
        return output == Dl4jNetwork.Output.LOSS ? layers.loss().build() : layers.build();
    }
}
