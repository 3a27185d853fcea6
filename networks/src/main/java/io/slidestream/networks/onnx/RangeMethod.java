package io.slidestream.networks.onnx;

/** How much of the activations that were seen a byte's range shall hold. */
enum RangeMethod {
    /** All: nothing is clipped, and one outlier makes every step coarse. */
    MIN_MAX("min-max") {
        @Override
        float top(Histogram seen) {
            return seen.max();
        }
    },
    /** All but the largest of every 10,000 above zero. */
    PERCENTILE("percentile 99.99") {
        @Override
        float top(Histogram seen) {
            long left = seen.countAboveZero() / 10_000;
            int bin = Histogram.BINS - 1;
            while (bin > 0 && left >= seen.count(bin)) {
                left -= seen.count(bin);
                bin--;
            }
            return (float) Math.min(seen.max(), (bin + 1) * seen.binWidth());
        }
    },
    /** Where the sum of the squared errors, of steps and of clipping, is least. */
    SQUARED_ERROR("squared error") {
        @Override
        float top(Histogram seen) {
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
            return best;
        }
    };

    private static final int CANDIDATES = 100;
    /** For a layer that never spoke: any range will do. */
    private static final float SILENT = 1e-3f;

    private final String label;

    RangeMethod(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract float top(Histogram seen);

    ValueRange range(Histogram seen) {
        return new ValueRange(0, Math.max(SILENT, top(seen)));
    }

    private static double squaredError(Histogram seen, float top) {
        double step = top / 255;
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
