package io.slidestream.slides.isolation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where OpenSlide runs. */
public enum Isolation {
    /** In reader processes, which a slide may end. */
    PROCESS,
    /** In the service's own process. */
    NONE;

    /** The setting that holds it, in every service that opens slides. */
    public static final String SETTING = "slides.isolation";

    public static final String DOCUMENTATION =
            "Where OpenSlide opens and reads slides. process: in processes of its own, so that a slide that ends or hangs"
                    + " one ends nothing else; each takes about 50 MB and what OpenSlide holds. none: in the service's"
                    + " own, which such a slide ends; it is rejected when it has done so twice.";

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Isolation::label).toList();
    }

    public static Isolation of(String label) {
        return Arrays.stream(values())
                .filter(isolation -> isolation.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(SETTING + " must be one of " + labels() + ", was " + label));
    }
}
