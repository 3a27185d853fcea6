package io.slidestream.tiler.tissue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of colours that pens have. */
public enum InkHandling {
    /** Left out, unless most of what is coloured would go: then it is the stain. */
    AUTO,
    /** Left out, whatever remains. */
    REMOVE,
    /** Kept, pens and black borders alike. */
    KEEP;

    /** The setting that holds it. */
    public static final String SETTING = "tissue.ink";

    public static final String DOCUMENTATION =
            "Pen marks, told by their hue. auto: left out, unless most of what is coloured would go; then it is a stain"
                    + " (trichrome, Alcian blue, Giemsa) and stays. remove: always left out. keep: never, and black"
                    + " borders neither.";

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(InkHandling::label).toList();
    }

    /** @throws IllegalArgumentException if there is none of that label */
    public static InkHandling of(String label) {
        return Arrays.stream(values())
                .filter(handling -> handling.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(SETTING + " must be one of " + labels() + ", was " + label));
    }
}
