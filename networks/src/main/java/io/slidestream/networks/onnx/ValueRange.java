package io.slidestream.networks.onnx;

/**
 * The numbers that a byte stands for: 256 equal steps from {@code min} to {@code max}, one of which is zero, so that
 * padding is exact. What lies outside is clipped.
 *
 * @param min at most 0
 * @param max at least 0, and above min
 */
record ValueRange(float min, float max) {
    private static final int STEPS = 255;

    ValueRange {
        if (!(min <= 0 && max >= 0 && max - min > 0) || Float.isInfinite(max - min)) {
            throw new IllegalArgumentException("a range must hold zero and more, was " + min + ".." + max);
        }
    }

    /** The least range that holds both and zero. */
    ValueRange and(ValueRange other) {
        return new ValueRange(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Difference of the values of neighbouring bytes. */
    float scale() {
        return (max - min) / STEPS;
    }

    /** The byte of zero, in 0..255. */
    int zeroPoint() {
        return Math.round(-min / scale());
    }
}
