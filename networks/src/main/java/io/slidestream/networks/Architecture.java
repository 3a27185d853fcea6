package io.slidestream.networks;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The networks that can be built, as torchvision defines them, and the tensors each needs under torchvision's names.
 *
 * <p>AlexNet is the one-tower form of Krizhevsky, "One weird trick for parallelizing convolutional neural networks"
 * (2014). SqueezeNet 1.1 is that of Iandola et al., "SqueezeNet" (2016), with the first convolution 3×3/2 unpadded and
 * the last 1×1 unpadded. Both emit logits.
 */
public enum Architecture {
    ALEXNET("alexnet") {
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
    SQUEEZENET1_1("squeezenet1_1") {
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

    Architecture(String label) {
        this.label = label;
    }

    /** The name in a model's configuration: torchvision's. */
    public String label() {
        return label;
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
     * Checks names and shapes of a full set of weights.
     *
     * @throws IllegalArgumentException naming the first tensor that is missing, of another shape, or one too many
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
        for (String name : weights.keySet()) {
            if (!shapes.containsKey(name)) {
                throw new IllegalArgumentException(
                        "weights are not those of " + label + ": it has no tensor named " + name);
            }
        }
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
