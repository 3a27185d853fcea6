package io.slidestream.synthetic;

import java.util.Arrays;
import java.util.List;

/** How the tiles of a slide to be written are coded. */
public enum TileCoding {
    JPEG("jpeg"),
    /** Through OpenJPEG, which must be installed. RGB is Aperio's 33005; the others its 33003, which halves columns at most. */
    JPEG_2000("jpeg2000"),
    /** Without loss, horizontally differenced, as writers of OME-TIFF do. */
    DEFLATE("deflate"),
    /** Without loss, horizontally differenced. */
    LZW("lzw"),
    /** Not compressed: RGB in DICOM; in Aperio's its 33007, YCbCr with halved columns. */
    RAW("raw");

    private final String label;

    TileCoding(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(TileCoding::label).toList();
    }

    /** @throws IllegalArgumentException naming the labels there are */
    public static TileCoding of(String label) {
        return Arrays.stream(values())
                .filter(coding -> coding.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + labels() + ", was " + label));
    }
}
