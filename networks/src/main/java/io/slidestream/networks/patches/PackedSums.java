package io.slidestream.networks.patches;

import java.util.Arrays;

/*
 * Red stands in the upper half of a long and blue in the lower one, so that one multiplication weighs both: weights have 22 fractional
 * bits and samples 8, and the sum of a pixel's weights is one or hardly more, so that no half overflows. What is negative, since
 * some weights are, borrows from the upper half and is given back. Methods that are called for each pixel would not be made part of
 * the loop by the compiler this is for, hence the same lines stand in three loops.
 */
/**
 * The sums of {@link PillowResize}, bit for bit, for a compiler that makes no vector instructions: it takes half of the time there, and
 * twice the time with one that does. Each row is weighed along itself once, and kept as long as target rows need it. Not safe
 * for concurrent use.
 */
final class PackedSums {
    private static final int TAPS = 3;
    private static final long HALVES = ((long) ResizeAxis.HALF << 32) + ResizeAxis.HALF;
    private static final int BEYOND = ~0xff;

    private long[] sourceRedBlue = new long[0];
    private int[] sourceGreen = new int[0];
    private long[][] redBlue = new long[0][];
    private int[][] green = new int[0][];
    private long[] redBlueSums = new long[0];
    private int[] greenSums = new int[0];

    /** @param target of the size that both axes have in common */
    void resize(int[] rgb, int widthPx, ResizeAxis horizontal, ResizeAxis vertical, int[] target) {
        int size = horizontal.targetSize;
        int kept = vertical.stride;
        if (sourceGreen.length != widthPx) {
            sourceRedBlue = new long[widthPx];
            sourceGreen = new int[widthPx];
        }
        if (green.length != kept || greenSums.length != size) {
            redBlue = new long[kept][size];
            green = new int[kept][size];
            redBlueSums = new long[size];
            greenSums = new int[size];
        }
        int next = 0;
        for (int y = 0; y < size; y++) {
            int first = vertical.first[y];
            int count = vertical.count[y];
            for (next = Math.max(next, first); next < first + count; next++) {
                spread(rgb, next * widthPx);
                alongRow(horizontal, redBlue[next % kept], green[next % kept]);
            }
            int at = y * vertical.stride;
            if (count == TAPS) {
                ofThree(first, vertical.weights, at, target, y * size);
            } else {
                ofAny(first, count, vertical.weights, at, target, y * size);
            }
        }
    }

    private void spread(int[] rgb, int from) {
        for (int x = 0; x < sourceGreen.length; x++) {
            int pixel = rgb[from + x];
            sourceRedBlue[x] = (pixel & 0xff0000L) << 16 | (pixel & 0xff);
            sourceGreen[x] = (pixel >> 8) & 0xff;
        }
    }

    private void alongRow(ResizeAxis axis, long[] targetRedBlue, int[] targetGreen) {
        long[] sourceRb = sourceRedBlue;
        int[] sourceG = sourceGreen;
        int[] weights = axis.weights;
        for (int x = 0; x < targetGreen.length; x++) {
            int from = axis.first[x];
            int at = x * axis.stride;
            long rb = HALVES;
            int g = ResizeAxis.HALF;
            int left = axis.count[x];
            if (left == TAPS) {
                int before = weights[at];
                int here = weights[at + 1];
                int after = weights[at + 2];
                rb += sourceRb[from] * before + sourceRb[from + 1] * here + sourceRb[from + 2] * after;
                g += sourceG[from] * before + sourceG[from + 1] * here + sourceG[from + 2] * after;
            } else {
                for (int k = 0; k < left; k++) {
                    rb += sourceRb[from + k] * weights[at + k];
                    g += sourceG[from + k] * weights[at + k];
                }
            }
            int blue = (int) rb;
            int red = (int) ((rb - blue) >> 32) >> ResizeAxis.PRECISION_BITS;
            blue >>= ResizeAxis.PRECISION_BITS;
            g >>= ResizeAxis.PRECISION_BITS;
            if (((red | g | blue) & BEYOND) != 0) {
                red = held(red);
                g = held(g);
                blue = held(blue);
            }
            targetRedBlue[x] = (long) red << 32 | blue;
            targetGreen[x] = g;
        }
    }

    private void ofThree(int first, int[] weights, int at, int[] target, int to) {
        int before = first % green.length;
        int here = (first + 1) % green.length;
        int after = (first + 2) % green.length;
        long[] rb0 = redBlue[before];
        long[] rb1 = redBlue[here];
        long[] rb2 = redBlue[after];
        int[] g0 = green[before];
        int[] g1 = green[here];
        int[] g2 = green[after];
        int w0 = weights[at];
        int w1 = weights[at + 1];
        int w2 = weights[at + 2];
        for (int x = 0; x < g0.length; x++) {
            long rb = HALVES + rb0[x] * w0 + rb1[x] * w1 + rb2[x] * w2;
            int blue = (int) rb;
            int red = (int) ((rb - blue) >> 32) >> ResizeAxis.PRECISION_BITS;
            blue >>= ResizeAxis.PRECISION_BITS;
            int g = (ResizeAxis.HALF + g0[x] * w0 + g1[x] * w1 + g2[x] * w2) >> ResizeAxis.PRECISION_BITS;
            if (((red | g | blue) & BEYOND) != 0) {
                red = held(red);
                g = held(g);
                blue = held(blue);
            }
            target[to + x] = red << 16 | g << 8 | blue;
        }
    }

    private void ofAny(int first, int count, int[] weights, int at, int[] target, int to) {
        Arrays.fill(redBlueSums, HALVES);
        Arrays.fill(greenSums, ResizeAxis.HALF);
        for (int k = 0; k < count; k++) {
            int row = (first + k) % green.length;
            add(redBlue[row], green[row], weights[at + k], redBlueSums, greenSums);
        }
        pack(redBlueSums, greenSums, target, to);
    }

    private static void add(long[] redBlue, int[] green, int weight, long[] redBlueSums, int[] greenSums) {
        for (int x = 0; x < greenSums.length; x++) {
            redBlueSums[x] += redBlue[x] * weight;
            greenSums[x] += green[x] * weight;
        }
    }

    private static void pack(long[] redBlueSums, int[] greenSums, int[] target, int to) {
        for (int x = 0; x < greenSums.length; x++) {
            long rb = redBlueSums[x];
            int blue = (int) rb;
            int red = (int) ((rb - blue) >> 32) >> ResizeAxis.PRECISION_BITS;
            blue >>= ResizeAxis.PRECISION_BITS;
            int green = greenSums[x] >> ResizeAxis.PRECISION_BITS;
            if (((red | green | blue) & BEYOND) != 0) {
                red = held(red);
                green = held(green);
                blue = held(blue);
            }
            target[to + x] = red << 16 | green << 8 | blue;
        }
    }

    private static int held(int sample) {
        return sample < 0 ? 0 : Math.min(sample, 0xff);
    }
}
