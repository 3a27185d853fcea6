package io.slidestream.networks.onnx;

/**
 * Counts of values of at least 0, in equal bins from 0 on. The bins grow as larger numbers come: two become one.
 */
final class Histogram {
    static final int BINS = 4096;

    private final long[] counts = new long[BINS];
    private double width = 1e-6;
    private float max;

    void add(float[] values) {
        double perBin = 1 / width;
        for (float value : values) {
            if (!(value >= 0) || value == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("an activation after a ReLU is " + value);
            }
            int bin = (int) (value * perBin);
            if (bin >= BINS) {
                while (value >= BINS * width) {
                    widen();
                }
                perBin = 1 / width;
                bin = Math.min(BINS - 1, (int) (value * perBin));
            }
            counts[bin]++;
            max = Math.max(max, value);
        }
    }

    /** The largest number so far. */
    float max() {
        return max;
    }

    double binWidth() {
        return width;
    }

    long count(int bin) {
        return counts[bin];
    }

    private void widen() {
        for (int bin = 0; bin < BINS; bin++) {
            counts[bin] = 2 * bin < BINS ? counts[2 * bin] + counts[2 * bin + 1] : 0;
        }
        width *= 2;
    }
}
