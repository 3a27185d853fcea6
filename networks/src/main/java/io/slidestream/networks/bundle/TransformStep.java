package io.slidestream.networks.bundle;

import java.util.List;

/** One step from a picture to the network's input, in the words of the WSInfer configuration. */
public sealed interface TransformStep {
    /**
     * Antialiased bilinear resize to a square, as Pillow does it on 8-bit samples.
     *
     * @param sizePx side of the result; patches are square, so both sides get it
     */
    record Resize(int sizePx) implements TransformStep {
        public Resize {
            if (sizePx < 1 || sizePx > 4_096) {
                throw new IllegalArgumentException("Resize size must be in 1..4096, was " + sizePx);
            }
        }
    }

    /** Samples 0..255 become 0..1, the channels become planes. */
    record ToTensor() implements TransformStep {}

    /**
     * Takes the mean and divides by the standard deviation.
     *
     * @param mean of red, green, blue on the 0..1 scale
     * @param std of red, green, blue on the 0..1 scale
     */
    record Normalize(List<Double> mean, List<Double> std) implements TransformStep {
        public Normalize {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (mean.size() != 3 || !mean.stream().allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("Normalize mean must be three finite numbers, was " + mean);
            }
            if (std.size() != 3 || !std.stream().allMatch(s -> Double.isFinite(s) && s > 0)) {
                throw new IllegalArgumentException("Normalize std must be three positive numbers, was " + std);
            }
        }
    }
}
