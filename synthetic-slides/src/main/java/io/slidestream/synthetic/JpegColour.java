package io.slidestream.synthetic;

import java.util.Arrays;
import java.util.List;

/** Colour space of a JPEG tile. */
public enum JpegColour {
    /** YCbCr, chroma at half resolution: most scanners. */
    YCBCR_420("4:2:0"),
    /** YCbCr, chroma at full resolution. */
    YCBCR_444("4:4:4"),
    /** Red, green and blue as they are, and no marker that says so: older Aperio scanners. */
    RGB("rgb");

    private final String label;

    JpegColour(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(JpegColour::label).toList();
    }

    /** @throws IllegalArgumentException naming the labels there are */
    public static JpegColour of(String label) {
        return Arrays.stream(values())
                .filter(colour -> colour.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + labels() + ", was " + label));
    }
}
