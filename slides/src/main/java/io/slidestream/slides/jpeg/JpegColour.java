package io.slidestream.slides.jpeg;

/** What the three components of a tile are. TIFF says it in the directory, and the tile's own markers may differ. */
public enum JpegColour {
    RGB,
    YCBCR;

    /** The transform byte of an Adobe marker that tells decoders so. */
    int adobeTransform() {
        return this == RGB ? 0 : 1;
    }
}
