package io.slidestream.networks.onnx;

/**
 * Agreement of two engines.
 *
 * @param maxAbsDifference the largest difference of any logit, in parts of the largest one of its picture where that is above 1
 * @param patches compared
 */
public record Agreement(double maxAbsDifference, int patches) {
    /** Nothing was compared: one engine alone computes the network. */
    public static final Agreement NONE = new Agreement(0, 0);

    public boolean isMeasured() {
        return patches > 0;
    }
}
