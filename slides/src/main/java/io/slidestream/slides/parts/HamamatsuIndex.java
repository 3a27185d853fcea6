package io.slidestream.slides.parts;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Files that a Hamamatsu slide's VMS or VMU file requires beside it. */
final class HamamatsuIndex {
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FILES = 10_000;
    /** The optimisation file only speeds up opening, so a slide without it is whole. */
    private static final Pattern NEEDED = Pattern.compile("(imagefile|mapfile|macroimage)(\\(.*\\))?");

    private static final Pattern USED = Pattern.compile(NEEDED.pattern() + "|optimisationfile");

    private HamamatsuIndex() {}

    static List<String> needed(byte[] text) {
        return names(text, NEEDED);
    }

    static List<String> used(byte[] text) {
        return names(text, USED);
    }

    private static List<String> names(byte[] text, Pattern keys) {
        TreeSet<String> names = new TreeSet<>();
        new IniText(text).each((key, value) -> {
            if (keys.matcher(key).matches() && !value.isEmpty() && names.size() < MAX_FILES) {
                names.add(value);
            }
        });
        return List.copyOf(names);
    }
}
