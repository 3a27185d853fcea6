package io.slidestream.networks.bundle;

import io.slidestream.networks.graph.Network;
import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The networks that can be built and the tensors each needs, under torchvision's names where torchvision has the
 * network.
 *
 * <p>AlexNet is the one-tower form of Krizhevsky, "One weird trick for parallelizing convolutional neural networks"
 * (2014). The grouped AlexNet is the original of Krizhevsky, Sutskever, Hinton (2012) as Caffe and MATLAB ship it: second,
 * fourth and fifth convolution in two groups, local response normalisation (k 1, alpha 1e-4, beta 0.75, five channels)
 * after the first two, each before its pooling. Its parameters have Caffe's and MATLAB's layer names and PyTorch's
 * shapes: {@code conv1} to {@code conv5} [out, in of one group, height, width], {@code fc6} to {@code fc8} [out, in],
 * where {@code fc6} numbers its inputs channel by channel. SqueezeNet 1.1 is that of Iandola et al., "SqueezeNet" (2016),
 * with the first convolution 3×3/2 unpadded and the last 1×1 unpadded. All emit logits.
 */
public enum Architecture {
    ALEXNET("alexnet", 224) {
        /** Adaptive pooling to 6×6 is the identity at both sizes, since the features are 6×6 already. */
        @Override
        public void checkSize(int sizePx) {
            if (sizePx != 224 && sizePx != 227) {
                throw new IllegalArgumentException("alexnet takes patches of 224 or 227 px, was " + sizePx);
            }
        }

        @Override
        public Map<String, int[]> shapes(int classCount) {
            Map<String, int[]> shapes = new LinkedHashMap<>();
            layer(shapes, "features.0", 64, 3, 11, 11);
            layer(shapes, "features.3", 192, 64, 5, 5);
            layer(shapes, "features.6", 384, 192, 3, 3);
            layer(shapes, "features.8", 256, 384, 3, 3);
            layer(shapes, "features.10", 256, 256, 3, 3);
            layer(shapes, "classifier.1", 4096, 256 * 6 * 6);
            layer(shapes, "classifier.4", 4096, 4096);
            layer(shapes, classifier(), checked(classCount), 4096);
            return Collections.unmodifiableMap(shapes);
        }

        @Override
        public String classifier() {
            return "classifier.6";
        }
    },
    ALEXNET_GROUPED("alexnet-grouped", 227) {
        @Override
        public void checkSize(int sizePx) {
            if (sizePx != 227) {
                throw new IllegalArgumentException("alexnet-grouped takes patches of 227 px, was " + sizePx
                        + ": its first convolution is not padded, so that nothing else fits");
            }
        }

        @Override
        public Map<String, int[]> shapes(int classCount) {
            Map<String, int[]> shapes = new LinkedHashMap<>();
            layer(shapes, "conv1", 96, 3, 11, 11);
            layer(shapes, "conv2", 256, 48, 5, 5);
            layer(shapes, "conv3", 384, 256, 3, 3);
            layer(shapes, "conv4", 384, 192, 3, 3);
            layer(shapes, "conv5", 256, 192, 3, 3);
            layer(shapes, "fc6", 4096, 256 * 6 * 6);
            layer(shapes, "fc7", 4096, 4096);
            layer(shapes, classifier(), checked(classCount), 4096);
            return Collections.unmodifiableMap(shapes);
        }

        @Override
        public String classifier() {
            return "fc8";
        }
    },
    SQUEEZENET1_1("squeezenet1_1", 224) {
        @Override
        public void checkSize(int sizePx) {
            if (sizePx != 224) {
                throw new IllegalArgumentException("squeezenet1_1 takes patches of 224 px, was " + sizePx
                        + ": its pooling rounds up, at other sizes (227) to a grid that the engines do not share");
            }
        }

        @Override
        public Map<String, int[]> shapes(int classCount) {
            Map<String, int[]> shapes = new LinkedHashMap<>();
            layer(shapes, "features.0", 64, 3, 3, 3);
            int channels = 64;
            for (Fire fire : Fire.values()) {
                layer(shapes, fire.parameter("squeeze"), fire.squeezed(), channels, 1, 1);
                layer(shapes, fire.parameter("expand1x1"), fire.expanded(), fire.squeezed(), 1, 1);
                layer(shapes, fire.parameter("expand3x3"), fire.expanded(), fire.squeezed(), 3, 3);
                channels = 2 * fire.expanded();
            }
            layer(shapes, classifier(), checked(classCount), channels, 1, 1);
            return Collections.unmodifiableMap(shapes);
        }

        @Override
        public String classifier() {
            return "classifier.1";
        }
    };

    private final String label;
    private final int inputSizePx;

    Architecture(String label, int inputSizePx) {
        this.label = label;
        this.inputSizePx = inputSizePx;
    }

    /** The name in a model's configuration: torchvision's, where it has the network. */
    public String label() {
        return label;
    }

    /** Side of the patches that a new model of this network is made for. */
    public int inputSizePx() {
        return inputSizePx;
    }

    /** The one that a network is, if it is one of those that are trained here. */
    public static Optional<Architecture> trained(Network network) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.label.equals(network.label())
                        && architecture.classifier().equals(network.classifier()))
                .findFirst();
    }

    /** Whether there is one of that name. */
    public static boolean isKnown(String label) {
        return Arrays.stream(values()).anyMatch(architecture -> architecture.label.equals(label));
    }

    /**
     * The architecture of a configuration's name.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static Architecture of(String label) {
        for (Architecture architecture : values()) {
            if (architecture.label.equals(label)) {
                return architecture;
            }
        }
        throw new IllegalArgumentException("unknown architecture \"" + label + "\", known are "
                + String.join(
                        ", ", Arrays.stream(values()).map(Architecture::label).toList()));
    }

    /**
     * Checks the side of a patch.
     *
     * @throws IllegalArgumentException if the network does not take patches of this side
     */
    public abstract void checkSize(int sizePx);

    /** Name to shape of every tensor, in the order of the layers; they are the same for every patch size. */
    public abstract Map<String, int[]> shapes(int classCount);

    /** The name of the last layer, the one a transfer to new classes replaces, before {@code .weight}, {@code .bias}. */
    public abstract String classifier();

    /** Inputs of the classifier: what a featuriser gives for each patch. */
    public int featureCount() {
        int[] weight = shapes(1).get(classifier() + ".weight");
        if (weight == null) {
            throw new IllegalStateException(label + " has no layer " + classifier());
        }
        return weight[1];
    }

    /**
     * Classes of a set of weights, from the classifier's bias.
     *
     * @throws IllegalArgumentException if the weights have none
     */
    public int classCount(Map<String, Tensor> weights) {
        Tensor bias = weights.get(classifier() + ".bias");
        if (bias == null || bias.shape().length != 1 || bias.shape()[0] < 1) {
            throw new IllegalArgumentException("weights are not those of " + label + ": " + classifier() + ".bias is "
                    + (bias == null ? "missing" : Arrays.toString(bias.shape())));
        }
        return bias.shape()[0];
    }

    /**
     * Checks names, shapes and numbers of a full set of weights.
     *
     * @throws IllegalArgumentException naming the first tensor that is missing, of another shape, one too many, or holds
     *     what is no finite number
     */
    public void check(Map<String, Tensor> weights, int classCount) {
        Map<String, int[]> shapes = shapes(classCount);
        shapes.forEach((name, shape) -> {
            Tensor found = weights.get(name);
            if (found == null || !found.hasShape(shape)) {
                throw new IllegalArgumentException("weights are not those of " + label + " with " + classCount
                        + " classes: " + name + " should be " + Arrays.toString(shape) + ", "
                        + (found == null ? "is missing" : "is " + Arrays.toString(found.shape())));
            }
        });
        weights.forEach((name, tensor) -> {
            if (!shapes.containsKey(name)) {
                throw new IllegalArgumentException(
                        "weights are not those of " + label + ": it has no tensor named " + name);
            }
        });
        Tensor.checkFinite(weights);
    }

    private static void layer(Map<String, int[]> shapes, String name, int... weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new int[] {weight[0]});
    }

    private static int checked(int classCount) {
        if (classCount < 1) {
            throw new IllegalArgumentException("classCount must be at least 1, was " + classCount);
        }
        return classCount;
    }
}
