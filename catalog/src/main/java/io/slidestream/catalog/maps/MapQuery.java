package io.slidestream.catalog.maps;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question for a page of the list.
 *
 * @param number of the page, from 1
 * @param size maps on a page
 */
public record MapQuery(Filter filter, Key key, Direction direction, int number, int size) {
    /** What a list can be sorted by. What has no value comes last, whichever way it is sorted. */
    public enum Key {
        TIME("seen_at", null),
        NAME("name_folded", null),
        STATE("state_rank, name_folded", null),
        TUMOUR("tumour_mm2", 1e300),
        SHARE("tumour_share", 1e300),
        UNSURE("unsure_share", 1e300),
        PROGRESS("progress", 1e300);

        private final String columns;
        private final @Nullable Double last;

        Key(String columns, @Nullable Double last) {
            this.columns = columns;
            this.last = last;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        String order(Direction direction) {
            String way = direction == Direction.DESCENDING ? " DESC" : "";
            return expression(direction).replace(", name", way + ", name") + way + ", id" + way;
        }

        /** What an index of that order is over. */
        String expression(Direction direction) {
            return last == null
                    ? columns
                    : "COALESCE(" + columns + ", " + (direction == Direction.DESCENDING ? "-1" : "1e300") + ")";
        }
    }

    /** The way a list is sorted. */
    public enum Direction {
        ASCENDING,
        DESCENDING
    }

    /**
     * Which maps are wanted.
     *
     * @param words all of which are in the name, in any order and any case
     * @param state null: any
     * @param model part of the model's name; null: any
     * @param tag of the slide; null: any
     * @param ranges of numbers
     */
    public record Filter(
            List<String> words,
            @Nullable MapState state,
            @Nullable String model,
            @Nullable String tag,
            List<Range> ranges) {
        private static final Set<MapState> WITHOUT_NUMBERS =
                Set.of(MapState.WAITING, MapState.REJECTED, MapState.CANCELLED);

        public static final Filter ALL = new Filter(List.of(), null, null, null, List.of());

        public Filter {
            words = words.stream()
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .filter(word -> !word.isBlank())
                    .toList();
            ranges = List.copyOf(ranges);
        }

        boolean isAll() {
            return words.isEmpty() && state == null && model == null && tag == null && ranges.isEmpty();
        }

        /** Whether maps of that state can have areas and shares, to sort by. */
        boolean hasNumbers() {
            return state == null || !WITHOUT_NUMBERS.contains(state);
        }

        boolean isOfStateAlone() {
            return state != null && inAnyState().isAll();
        }

        Filter inAnyState() {
            return new Filter(words, null, model, tag, ranges);
        }
    }

    /** Numbers of a column, both ends included. */
    public record Range(Column column, OptionalDouble from, OptionalDouble to) {}

    /** A column of numbers. */
    public enum Column {
        SEEN_AT("seen_at", Key.TIME),
        TUMOUR("tumour_mm2", Key.TUMOUR),
        UNSURE("unsure_share", Key.UNSURE);

        private final String sql;
        private final Key key;

        Column(String sql, Key key) {
            this.sql = sql;
            this.key = key;
        }

        /** Under which it is in order. */
        Key key() {
            return key;
        }

        String sql() {
            return sql;
        }
    }
}
