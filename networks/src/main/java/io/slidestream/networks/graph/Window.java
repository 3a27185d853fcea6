package io.slidestream.networks.graph;

/**
 * What moves over a picture: a kernel with its stride, its dilation and the zeros around the picture.
 *
 * @param stride in both directions
 * @param dilation in both directions, 1 for a dense kernel
 */
public record Window(int height, int width, int stride, int top, int left, int bottom, int right, int dilation) {
    private static final int MOST = 1 << 12;

    public Window {
        if (height < 1
                || width < 1
                || stride < 1
                || dilation < 1
                || Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
            throw new IllegalArgumentException("a window has positive sides, stride and dilation, was " + height + "×"
                    + width + " stride " + stride + " dilation " + dilation);
        }
        if (Math.max(Math.max(height, width), Math.max(stride, dilation)) > MOST) {
            throw new IllegalArgumentException("a window of " + height + "×" + width + " is too large");
        }
    }

    /** As PyTorch says it: the same number of zeros on opposite sides. */
    public static Window of(int height, int width, int stride, int paddingY, int paddingX) {
        return new Window(height, width, stride, paddingY, paddingX, paddingY, paddingX, 1);
    }

    /** A square one. */
    public static Window of(int side, int stride, int padding) {
        return of(side, side, stride, padding, padding);
    }

    /** The usual one of a convolution: centred on each place. */
    public static Window centred(int height, int width, int stride) {
        return of(height, width, stride, (height - 1) / 2, (width - 1) / 2);
    }

    public Window dilated(int factor) {
        return new Window(height, width, stride, top * factor, left * factor, bottom * factor, right * factor, factor);
    }

    /** The same with more beneath and on the right. */
    public Window extended(int moreBeneath, int moreRight) {
        return new Window(height, width, stride, top, left, bottom + moreBeneath, right + moreRight, dilation);
    }

    public boolean isSymmetric() {
        return top == bottom && left == right;
    }

    public boolean isPadded() {
        return top + left + bottom + right > 0;
    }

    /** Places in the vertical, counting whole windows only. */
    public int rows(int pictureHeight) {
        return places(pictureHeight + top + bottom, height);
    }

    /** Places in the horizontal, counting whole windows only. */
    public int columns(int pictureWidth) {
        return places(pictureWidth + left + right, width);
    }

    private int places(int length, int kernel) {
        return Math.floorDiv(length - dilation * (kernel - 1) - 1, stride) + 1;
    }
}
