package io.slidestream.networks;

/** The network's input for one patch: a square of RGB floats in the named dimension order. */
public record PatchLayout(int sizePx, Order order) {
    /** Dimension order, N being the batch. */
    public enum Order {
        NCHW,
        NHWC
    }

    public int floatsPerPatch() {
        return 3 * sizePx * sizePx;
    }
}
