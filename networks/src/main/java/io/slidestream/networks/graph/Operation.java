package io.slidestream.networks.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node computes. Tensors are named as in the file of weights. */
public sealed interface Operation {
    /** The tensors it needs. */
    default List<String> tensors() {
        return List.of();
    }

    /**
     * A convolution, its weight [outputs, inputs / groups, height, width].
     *
     * @param bias null where there is none
     * @param groups as many as inputs for a depthwise one
     */
    record Convolution(String weight, @Nullable String bias, Window window, int groups) implements Operation {
        @Override
        public List<String> tensors() {
            return present(weight, bias);
        }
    }

    /**
     * A layer that sees all its inputs, its weight [outputs, inputs]; of tokens each by itself.
     *
     * @param bias null where there is none
     */
    record Dense(String weight, @Nullable String bias) implements Operation {
        @Override
        public List<String> tensors() {
            return present(weight, bias);
        }
    }

    /** Batch normalisation by the statistics of the training, all [channels]. */
    record BatchNorm(String weight, String bias, String mean, String variance, double epsilon) implements Operation {
        @Override
        public List<String> tensors() {
            return List.of(weight, bias, mean, variance);
        }
    }

    /** A factor and a summand for each channel: batch normalisation that no convolution could take in. */
    record Scale(String factor, String shift) implements Operation {
        @Override
        public List<String> tensors() {
            return List.of(factor, shift);
        }
    }

    record Activate(Activation function) implements Operation {}

    /** AlexNet's local response normalisation: five channels, alpha 1e-4, beta 0.75, k 1. */
    record LocalResponse() implements Operation {}

    /**
     * The maximum under the window; what lies outside never is.
     *
     * @param rounding of the number of places
     */
    record Maximum(Window window, Rounding rounding) implements Operation {}

    /** The mean under the window. */
    record Average(Window window, Rounding rounding, Outside outside) implements Operation {}

    /** How a pooling's number of places is made whole. */
    enum Rounding {
        UP,
        DOWN
    }

    /** Whether the zeros around a picture count in a mean. */
    enum Outside {
        COUNTED,
        LEFT_OUT
    }

    /** The mean over the picture: [channels, 1, 1]. */
    record GlobalAverage() implements Operation {}

    /** All numbers in a row, channel by channel. */
    record Flatten() implements Operation {}

    /** Nothing, but while a network is trained. */
    record Dropout() implements Operation {}

    /** The sum of two values of one shape. */
    record Add() implements Operation {}

    /** The product of a picture with a number for each channel, [channels, 1, 1]. */
    record Multiply() implements Operation {}

    /** Channels one after the other. */
    record Concat() implements Operation {}

    /** The places of a picture, row by row, as tokens: [height · width, channels]. */
    record Tokens() implements Operation {}

    /** Learnt tokens before the others, each tensor [1, tokens, features]. */
    record Prefix(List<String> tensors) implements Operation {
        public Prefix {
            tensors = List.copyOf(tensors);
        }
    }

    /** A learnt summand for each token, [1, tokens, features]. */
    record Position(String tensor) implements Operation {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }
    }

    /** Each token to mean 0 and deviation 1 over its features, then a factor and a summand for each feature. */
    record LayerNorm(String weight, String bias, double epsilon) implements Operation {
        @Override
        public List<String> tensors() {
            return List.of(weight, bias);
        }
    }

    /** Self-attention: of each token its query, key and value one after the other, each of all heads. */
    record Attention(int heads) implements Operation {}

    /** A factor for each feature of the tokens: LayerScale. */
    record FeatureScale(String factor) implements Operation {
        @Override
        public List<String> tensors() {
            return List.of(factor);
        }
    }

    /** The SiLU of the first half of the features times the second half: SwiGLU. */
    record Gate() implements Operation {}

    /** The first token alone, [features]. */
    record FirstToken() implements Operation {}

    /**
     * The mean of the tokens, [features].
     *
     * @param from the first that counts
     */
    record MeanToken(int from) implements Operation {}

    private static List<String> present(String weight, @Nullable String bias) {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }
}
