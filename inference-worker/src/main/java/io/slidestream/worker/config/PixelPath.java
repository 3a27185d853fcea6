package io.slidestream.worker.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Way of bringing pixels that are finer than the network's to its resolution. */
public enum PixelPath {
    /** Decoded at half, quarter or eighth size where that is fine enough, then resized. */
    REDUCED,
    /** Decoded in full, then resized: WSInfer's pixels. */
    EXACT;

    /** The name in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(PixelPath::label).toList();
    }

    static PixelPath of(String label) {
        return Arrays.stream(values())
                .filter(path -> path.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pixel path '" + label + "', only " + labels()));
    }
}
