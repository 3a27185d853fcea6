package io.slidestream.networks.patches;

/** The rectangle of a picture that becomes a patch, in its pixels; the edges may lie within pixels. */
public record SourceBox(double left, double top, double width, double height) {
    public SourceBox {
        if (!(left >= 0 && top >= 0 && width > 0 && height > 0)) {
            throw new IllegalArgumentException("not a box: " + left + ", " + top + ", " + width + "x" + height);
        }
    }
}
