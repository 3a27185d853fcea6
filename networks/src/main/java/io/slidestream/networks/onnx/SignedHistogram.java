package io.slidestream.networks.onnx;

/** How often numbers of both signs occurred, by size. */
final class SignedHistogram {
    private final Histogram above = new Histogram();
    private final Histogram below = new Histogram();

    void add(float[] values) {
        boolean negative = false;
        for (float value : values) {
            negative |= value < 0;
        }
        if (!negative) {
            above.add(values);
            return;
        }
        float[] positive = new float[values.length];
        float[] mirrored = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            positive[i] = values[i] < 0 ? 0 : values[i];
            mirrored[i] = values[i] < 0 ? -values[i] : 0;
        }
        above.add(positive);
        below.add(mirrored);
    }

    /** Of the numbers of at least 0. */
    Histogram above() {
        return above;
    }

    /** Of the numbers below 0, their signs taken away. */
    Histogram below() {
        return below;
    }
}
