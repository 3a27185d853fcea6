package io.slidestream.catalog.maps;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Progress of a slide, for people. */
public enum MapState {
    /** Handed in; its tissue is not found yet. */
    WAITING,
    /** Its tiles are being classified. */
    MAPPING,
    MAPPED,
    /** It gets no map, and the reason is known. */
    REJECTED,
    /** Someone called it off. */
    CANCELLED,
    /** It was mapped, but its results are no longer where they were written. */
    LOST;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(MapState::label).toList();
    }
}
