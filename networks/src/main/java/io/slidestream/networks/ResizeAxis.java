package io.slidestream.networks;

/**
 * Fixed-point weights of a bilinear resize along one axis, antialiased when it shrinks.
 *
 * <p>These are Pillow's weights for 8-bit samples to the last bit: a triangle as wide as the scale, computed in
 * doubles, normalised to sum to one, rounded to 22 fractional bits (8 for the sample and 2 for the sign and overflow
 * are left of 32).
 */
final class ResizeAxis {
    static final int PRECISION_BITS = 32 - 8 - 2;
    static final int HALF = 1 << (PRECISION_BITS - 1);

    final int sourceSize;
    final int targetSize;
    /** First source sample of each target sample. */
    final int[] first;
    /** Number of source samples of each target sample. */
    final int[] count;
    /** Weights of target sample i from {@code i * stride}. */
    final int[] weights;

    final int stride;

    private final double start;
    private final double length;

    /**
     * @param start of the part that is resized, in source samples
     * @param length of that part
     */
    ResizeAxis(int sourceSize, double start, double length, int targetSize) {
        if (!(start >= 0 && length > 0 && start + length <= sourceSize + 1e-6)) {
            throw new IllegalArgumentException(start + " + " + length + " is not within " + sourceSize + " samples");
        }
        this.sourceSize = sourceSize;
        this.start = start;
        this.length = length;
        this.targetSize = targetSize;
        double scale = length / targetSize;
        double support = Math.max(scale, 1);
        double inverse = 1 / support;
        stride = (int) Math.ceil(support) * 2 + 1;
        first = new int[targetSize];
        count = new int[targetSize];
        weights = new int[targetSize * stride];
        double[] exact = new double[stride];
        for (int i = 0; i < targetSize; i++) {
            double center = start + (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (center - support + 0.5));
            count[i] = Math.min(sourceSize, (int) (center + support + 0.5)) - first[i];
            double sum = 0;
            for (int k = 0; k < count[i]; k++) {
                exact[k] = Math.max(0, 1 - Math.abs((k + first[i] - center + 0.5) * inverse));
                sum += exact[k];
            }
            for (int k = 0; k < count[i]; k++) {
                weights[i * stride + k] = (int) (0.5 + exact[k] / sum * (1 << PRECISION_BITS));
            }
        }
    }

    boolean isOf(int otherSourceSize, double otherStart, double otherLength) {
        return sourceSize == otherSourceSize && start == otherStart && length == otherLength;
    }

    /** Leaves the samples other than they are. */
    boolean changes() {
        return start != 0 || length != sourceSize || sourceSize != targetSize;
    }

    static int toSample(int fixed) {
        return Math.max(0, Math.min(255, fixed >> PRECISION_BITS));
    }
}
