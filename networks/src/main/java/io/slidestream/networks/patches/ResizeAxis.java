package io.slidestream.networks.patches;

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

    /**
     * A decoder that reduces leaves out what is too fine and blurs nothing, while the triangle over the full samples blurs
     * by 1/6 of its half-width squared. Near a scale of 1 a triangle over the reduced samples would blur between nothing
     * and twice that, depending on where a sample falls; three weights of this variance blur all alike. Fitted on
     * CMU-1-Small-Region at half size, as the value with the smallest mean difference for scales of 0.99 to 1.3.
     */
    private static final double STEADY_VARIANCE = 0.17;

    /** Scale from which the triangle is wide enough. */
    private static final double STEADY_BELOW = 1.5;

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
    private final Kernel kernel;

    /** Weighting of source samples. */
    enum Kernel {
        /** Pillow's kernel. */
        TRIANGLE,
        /** Kernel for samples that their decoder has reduced; see {@link #STEADY_VARIANCE}. */
        STEADY
    }

    /**
     * @param start of the part that is resized, in source samples
     * @param length of that part
     */
    ResizeAxis(int sourceSize, double start, double length, int targetSize, Kernel kernel) {
        if (!(start >= 0 && length > 0 && start + length <= sourceSize + 1e-6)) {
            throw new IllegalArgumentException(start + " + " + length + " is not within " + sourceSize + " samples");
        }
        this.sourceSize = sourceSize;
        this.start = start;
        this.length = length;
        this.targetSize = targetSize;
        this.kernel = kernel;
        double scale = length / targetSize;
        double support = Math.max(scale, 1);
        boolean steady = kernel == Kernel.STEADY && scale < STEADY_BELOW;
        stride = (int) Math.ceil(support) * 2 + 1;
        first = new int[targetSize];
        count = new int[targetSize];
        weights = new int[targetSize * stride];
        double[] exact = new double[stride];
        for (int i = 0; i < targetSize; i++) {
            double center = start + (i + 0.5) * scale;
            if (steady) {
                steady(i, center, STEADY_VARIANCE * scale * scale, exact);
            } else {
                triangle(i, center, support, exact);
            }
            double sum = 0;
            for (int k = 0; k < count[i]; k++) {
                sum += exact[k];
            }
            for (int k = 0; k < count[i]; k++) {
                weights[i * stride + k] = (int) Math.floor(0.5 + exact[k] / sum * (1 << PRECISION_BITS));
            }
        }
    }

    private void triangle(int i, double center, double support, double[] exact) {
        double inverse = 1 / support;
        first[i] = Math.max(0, (int) (center - support + 0.5));
        count[i] = Math.min(sourceSize, (int) (center + support + 0.5)) - first[i];
        for (int k = 0; k < count[i]; k++) {
            exact[k] = Math.max(0, 1 - Math.abs((k + first[i] - center + 0.5) * inverse));
        }
    }

    /** The three weights of this mean and variance. */
    private void steady(int i, double center, double variance, double[] exact) {
        int middle = Math.min(sourceSize - 1, (int) center);
        double offset = center - 0.5 - middle;
        double square = variance + offset * offset;
        first[i] = Math.max(0, middle - 1);
        count[i] = Math.min(sourceSize, middle + 2) - first[i];
        for (int k = 0; k < count[i]; k++) {
            int place = first[i] + k - middle;
            exact[k] = place == 0 ? 1 - square : (square + place * offset) / 2;
        }
    }

    boolean isOf(int otherSourceSize, double otherStart, double otherLength, Kernel otherKernel) {
        return sourceSize == otherSourceSize && start == otherStart && length == otherLength && kernel == otherKernel;
    }

    /** Leaves the samples other than they are. */
    boolean changes() {
        return kernel == Kernel.STEADY || start != 0 || length != sourceSize || sourceSize != targetSize;
    }

    /** Rounded down and held in 0..255, without {@code Math.min}, which the compiler makes no vector instruction of here. */
    static int toSample(int fixed) {
        int sample = fixed >> PRECISION_BITS;
        sample &= ~(sample >> 31);
        return (sample | (255 - sample) >> 31) & 0xff;
    }
}
