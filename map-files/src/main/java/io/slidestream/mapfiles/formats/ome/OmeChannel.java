package io.slidestream.mapfiles.formats.ome;

/**
 * A channel of an image.
 *
 * @param rgb {@code 0xRRGGBB}
 */
public record OmeChannel(String name, int rgb) {
    /** Colour in OME-XML's form: red, green, blue, alpha from the highest byte on, as a signed number. */
    int rgba() {
        return rgb << 8 | 0xFF;
    }

    String hex() {
        return String.format("%06X", rgb & 0xFFFFFF);
    }
}
