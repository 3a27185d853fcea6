package io.slidestream.slides.parts;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Layout of a slide's files, told by the extension of the first. */
public enum SlideFormat {
    ONE_FILE,
    /** 3DHISTECH: {@code S1.mrxs} and all that is in the folder {@code S1}. */
    MIRAX,
    /** Hamamatsu: a text that names the pictures beside it. */
    HAMAMATSU,
    /** The instances of one series in one folder. */
    DICOM;

    private static final Map<String, SlideFormat> BY_EXTENSION = Map.ofEntries(
            Map.entry("svs", ONE_FILE),
            Map.entry("tif", ONE_FILE),
            Map.entry("tiff", ONE_FILE),
            Map.entry("ndpi", ONE_FILE),
            Map.entry("scn", ONE_FILE),
            Map.entry("bif", ONE_FILE),
            Map.entry("svslide", ONE_FILE),
            Map.entry("vms", HAMAMATSU),
            Map.entry("vmu", HAMAMATSU),
            Map.entry("mrxs", MIRAX),
            Map.entry("dcm", DICOM));

    /** Format of a file that by its name may be a slide. */
    public static Optional<SlideFormat> of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0
                ? Optional.ofNullable(
                        BY_EXTENSION.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
