package io.slidestream.slides;

/** A rectangle in the pixels of a picture; its edges may lie within pixels. */
public record PixelBox(double left, double top, double width, double height) {
    public PixelBox {
        if (!(left >= 0 && top >= 0 && width > 0 && height > 0)) {
            throw new IllegalArgumentException("not a box: " + left + ", " + top + ", " + width + "x" + height);
        }
    }
}
