package io.slidestream.slides.s3;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How slides in S3 get to readers. */
public enum S3Reading {
    /** In pieces, as they are read, where the slide's format is read directly. */
    RANGES,
    /** Whole, before they are opened. */
    DOWNLOAD,
    /** In pieces where that pays and the server gives them. */
    AUTO;

    /** The setting that holds it, in every service that opens slides. */
    public static final String SETTING = "s3.read";

    public static final String DOCUMENTATION =
            "How slides come from S3. ranges: tiled TIFF (SVS, Philips, OME) in pieces of 64 KiB, as they are read; formats"
                    + " that OpenSlide reads, NDPI and DICOM are downloaded. download: each slide whole, once for a host."
                    + " auto: as ranges for slides of 16 MiB and more, as download where the server refuses ranges.";

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(S3Reading::label).toList();
    }

    public static S3Reading of(String label) {
        return Arrays.stream(values())
                .filter(reading -> reading.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(SETTING + " must be one of " + labels() + ", was " + label));
    }
}
