package io.slidestream.viewer.api;

import io.slidestream.viewer.catalog.MapState;
import io.slidestream.viewer.catalog.SlideMap;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The orders in which slides can be listed. What has no value comes last, whichever way it is sorted. */
final class SlideOrder {
    static final List<String> KEYS = List.of("time", "name", "state", "tumour", "share", "progress");
    static final List<String> DIRECTIONS = List.of("asc", "desc");

    /** The way they are sorted. */
    enum Direction {
        ASCENDING,
        DESCENDING
    }

    private static final Comparator<SlideMap> BY_NAME =
            Comparator.comparing(map -> map.slide().name().toLowerCase(Locale.ROOT));

    private SlideOrder() {}

    static Comparator<SlideMap> of(String key, Direction direction, Tumour tumour) {
        Comparator<SlideMap> order = switch (key) {
            case "name" -> turned(BY_NAME, direction);
            case "state" -> turned(Comparator.<SlideMap, MapState>comparing(SlideMap::state), direction);
            case "tumour" -> byNumber(tumour::areaMm2, direction);
            case "share" -> byNumber(map -> share(map, tumour), direction);
            case "progress" -> byNumber(SlideOrder::progress, direction);
            default -> turned(Comparator.comparingLong(SlideMap::seenAtMillis), direction);
        };
        return order.thenComparing(BY_NAME).thenComparing(map -> map.id().hex());
    }

    private static double share(SlideMap map, Tumour tumour) {
        return tumour.areaMm2(map)
                / map.areasMm2().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double progress(SlideMap map) {
        SlideMap.Tally tally = map.ledger();
        return tally == null ? Double.NaN : (tally.expected() - tally.left()) / (double) tally.expected();
    }

    private static Comparator<SlideMap> byNumber(ToDoubleFunction<SlideMap> number, Direction direction) {
        return Comparator.<SlideMap, Boolean>comparing(map -> Double.isNaN(number.applyAsDouble(map)))
                .thenComparing(turned(Comparator.comparingDouble(number), direction));
    }

    private static Comparator<SlideMap> turned(Comparator<SlideMap> order, Direction direction) {
        return direction == Direction.DESCENDING ? order.reversed() : order;
    }
}
