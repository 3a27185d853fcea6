package io.slidestream.networks.dl4j.graph;

/**
 * AlexNet's local response normalisation, {@code y = a / s^0.75} with {@code s = 1 + 1e-4/5 · (sum of a² over the channel
 * and its two neighbours on each side)}, and its derivative, on a block of numbers in which neighbouring channels lie
 * {@code stride} apart: a picture in NCHW (stride: its area), a pixel in NHWC (stride 1).
 *
 * <p>The power of 0.75 is two square roots, which makes every loop one of vector instructions. Keeps scratch arrays:
 * for one thread.
 */
public final class NormalizationKernel {
    private static final float ALPHA = 1e-4f / 5;
    private static final float BETA = 0.75f;

    private final int length;
    private final int stride;
    /** Numbers whose sums over five channels are taken, with two channels of zeros before and after. */
    private final float[] padded;

    private final float[] sums;
    private final float[] scales;

    /** @param channels of a block, {@code stride} numbers each */
    public NormalizationKernel(int channels, int stride) {
        this.length = Math.multiplyExact(channels, stride);
        this.stride = stride;
        padded = new float[Math.addExact(length, 4 * stride)];
        sums = new float[length];
        scales = new float[length];
    }

    /** Numbers in a block. */
    public int length() {
        return length;
    }

    /** @param a becomes y */
    public void forward(float[] a) {
        bases(a);
        for (int i = 0; i < length; i++) {
            a[i] *= scales[i];
        }
    }

    /** @param error of y, becomes that of a */
    public void backward(float[] a, float[] error) {
        bases(a);
        int first = 2 * stride;
        for (int i = 0; i < length; i++) {
            padded[first + i] = error[i] * a[i] * scales[i] / sums[i];
        }
        for (int i = 0; i < length; i++) {
            error[i] = error[i] * scales[i] - 2 * ALPHA * BETA * a[i] * fiveAround(i);
        }
    }

    /** Leaves s in {@code sums} and its power of -0.75 in {@code scales}. */
    private void bases(float[] a) {
        int first = 2 * stride;
        for (int i = 0; i < length; i++) {
            padded[first + i] = a[i] * a[i];
        }
        for (int i = 0; i < length; i++) {
            sums[i] = 1 + ALPHA * fiveAround(i);
        }
        for (int i = 0; i < length; i++) {
            float root = (float) Math.sqrt(sums[i]);
            scales[i] = 1 / (root * (float) Math.sqrt(root));
        }
    }

    private float fiveAround(int i) {
        return padded[i]
                + padded[i + stride]
                + padded[i + 2 * stride]
                + padded[i + 3 * stride]
                + padded[i + 4 * stride];
    }
}
