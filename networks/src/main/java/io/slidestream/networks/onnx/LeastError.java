package io.slidestream.networks.onnx;

/** The range of bytes for activations that were seen: where the sum of the squared errors, of steps and of clipping, is least. */
final class LeastError {
    private static final int CANDIDATES = 100;
    private static final float LARGEST_BYTE = 255;
    /** Range for a layer whose outputs were all zero: any will do. */
    private static final float SILENT = 1e-3f;

    private LeastError() {}

    /** The same where numbers may be below zero; both ends are drawn in alike. */
    static ValueRange of(SignedHistogram seen) {
        float top = seen.above().max();
        float bottom = seen.below().max();
        if (bottom == 0) {
            return of(seen.above());
        }
        double least = Double.POSITIVE_INFINITY;
        int best = CANDIDATES;
        for (int part = CANDIDATES / 5; part <= CANDIDATES; part++) {
            double share = part / (double) CANDIDATES;
            double step = (top + bottom) * share / LARGEST_BYTE;
            double error =
                    squaredError(seen.above(), top * share, step) + squaredError(seen.below(), bottom * share, step);
            if (error < least) {
                least = error;
                best = part;
            }
        }
        float share = best / (float) CANDIDATES;
        return new ValueRange(-bottom * share, Math.max(SILENT, top * share));
    }

    static ValueRange of(Histogram seen) {
        float best = seen.max();
        double least = Double.POSITIVE_INFINITY;
        for (int part = CANDIDATES / 5; part <= CANDIDATES; part++) {
            float top = seen.max() * part / CANDIDATES;
            double error = squaredError(seen, top, top / LARGEST_BYTE);
            if (error < least) {
                least = error;
                best = top;
            }
        }
        return new ValueRange(0, Math.max(SILENT, best));
    }

    private static double squaredError(Histogram seen, double top, double step) {
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
