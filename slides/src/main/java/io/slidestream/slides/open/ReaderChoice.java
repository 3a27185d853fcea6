package io.slidestream.slides.open;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Choice of the reader for a slide. */
public enum ReaderChoice {
    /** The direct reader where it knows the slide's layout, OpenSlide otherwise. */
    AUTO,
    /** OpenSlide for every slide. */
    OPENSLIDE;

    /** The setting that holds it, in every service that opens slides. */
    public static final String SETTING = "slides.reader";

    public static final String DOCUMENTATION =
            "What reads slides. auto: SVS, NDPI, Philips, OME-TIFF and other tiled TIFF, and DICOM, directly, the others through"
                    + " OpenSlide. openslide: all through OpenSlide, several times as slow, and DICOM not at all; the pixels are the same.";

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(ReaderChoice::label).toList();
    }

    public static ReaderChoice of(String label) {
        return Arrays.stream(values())
                .filter(choice -> choice.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(SETTING + " must be one of " + labels() + ", was " + label));
    }
}
