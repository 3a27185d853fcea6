package io.slidestream.slides.jpeg;

/** Colour space of a tile's three components, as the TIFF directory declares it; the tile's own markers may differ. */
public enum JpegColour {
    RGB,
    YCBCR;

    /** The transform byte of an Adobe marker that declares it to decoders. */
    int adobeTransform() {
        return this == RGB ? 0 : 1;
    }
}
