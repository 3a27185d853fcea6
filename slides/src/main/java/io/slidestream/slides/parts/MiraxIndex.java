package io.slidestream.slides.parts;

import java.util.ArrayList;
import java.util.List;

/** Files that a MIRAX slide's Slidedat.ini requires beside it. */
final class MiraxIndex {
    static final String FILE_NAME = "Slidedat.ini";
    /** Real ones have some hundred kB. */
    static final int MAX_BYTES = 4 << 20;

    private static final int MAX_FILES = 10_000;

    private MiraxIndex() {}

    static List<String> names(byte[] slidedat) {
        IniText text = new IniText(slidedat);
        List<String> names = new ArrayList<>();
        text.value("HIERARCHICAL", "INDEXFILE").ifPresent(names::add);
        int count = text.value("DATAFILE", "FILE_COUNT")
                .filter(number -> number.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(0);
        for (int i = 0; i < Math.min(count, MAX_FILES); i++) {
            text.value("DATAFILE", "FILE_" + i).ifPresent(names::add);
        }
        return names;
    }
}
