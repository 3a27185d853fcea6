package io.slidestream.catalog.people;

import io.slidestream.contracts.MapId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A person's mark on a map.
 *
 * @param author name that the person gave
 */
public record Mark(MapId map, String slideLocation, String slideName, Kind kind, String author, Instant at) {
    /** What a mark says. */
    public enum Kind {
        LOOKED_AT("looked-at"),
        MARKED("marked");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** @throws IllegalArgumentException if there is none of that label */
        public static Kind of(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "kind must be one of " + String.join(", ", labels()) + ", was '" + label + "'"));
        }

        public static List<String> labels() {
            return Arrays.stream(values()).map(Kind::label).toList();
        }
    }

    public Mark {
        author = Texts.line("who", author, Texts.NAME);
    }
}
