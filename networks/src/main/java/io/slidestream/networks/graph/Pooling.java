package io.slidestream.networks.graph;

import io.slidestream.networks.graph.Operation.Rounding;

/** Sizes of poolings, as PyTorch counts them. */
public final class Pooling {
    private Pooling() {}

    /**
     * The window that gives the right number of places when only whole windows are counted: where a size is rounded up,
     * the picture is extended beneath and on the right.
     */
    public static Window whole(Window window, Rounding rounding, Shape picture) {
        if (rounding == Rounding.DOWN) {
            return window;
        }
        int beneath = missing(picture.height(), window.height(), window.stride(), window.top(), window.bottom());
        int right = missing(picture.width(), window.width(), window.stride(), window.left(), window.right());
        return window.extended(beneath, right);
    }

    /** A last window that would begin beyond the picture and the zeros before it is left out, as PyTorch does. */
    private static int missing(int length, int kernel, int stride, int before, int after) {
        int spare = length + before + after - kernel;
        if (spare < 0) {
            return 0;
        }
        int places = (spare + stride - 1) / stride + 1;
        if ((places - 1) * stride >= length + before) {
            places--;
        }
        return Math.max(0, (places - 1) * stride - spare);
    }
}
