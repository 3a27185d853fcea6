package io.slidestream.networks.onnx;

/** The range of bytes for activations that were seen: where the sum of the squared errors, of steps and of clipping, is least. */
final class LeastError {
    private static final int CANDIDATES = 100;
    private static final float LARGEST_BYTE = 255;
    /** Range for a layer whose outputs were all zero: any will do. */
    private static final float SILENT = 1e-3f;

    private LeastError() {}

    static ValueRange of(Histogram seen) {
        float best = seen.max();
        double least = Double.POSITIVE_INFINITY;
        for (int part = CANDIDATES / 5; part <= CANDIDATES; part++) {
            float top = seen.max() * part / CANDIDATES;
            double error = squaredError(seen, top);
            if (error < least) {
                least = error;
                best = top;
            }
        }
        return new ValueRange(0, Math.max(SILENT, best));
    }

    private static double squaredError(Histogram seen, float top) {
        double step = top / LARGEST_BYTE;
        double sum = 0;
        for (int bin = 1; bin < Histogram.BINS; bin++) {
            if (seen.count(bin) > 0) {
                double value = (bin + 0.5) * seen.binWidth();
                double error = value - Math.min(top, Math.rint(value / step) * step);
                sum += seen.count(bin) * error * error;
            }
        }
        return sum;
    }
}
