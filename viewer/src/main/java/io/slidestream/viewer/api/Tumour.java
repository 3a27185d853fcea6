package io.slidestream.viewer.api;

import io.slidestream.mapfiles.map.TumorClass;
import io.slidestream.viewer.catalog.SlideMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a model's class for tumour.
 *
 * @param configured its exact name; null: found by the usual names
 */
record Tumour(@Nullable String configured) {
    Optional<String> className(List<String> classNames) {
        return TumorClass.in(classNames, configured).stream()
                .mapToObj(classNames::get)
                .findFirst();
    }

    /** NaN where nothing is scored yet, or there is no such class. */
    double areaMm2(SlideMap map) {
        SlideMap.Shape shape = map.shape();
        return shape == null || map.areasMm2().stream().allMatch(area -> area == 0)
                ? Double.NaN
                : className(shape.model().classNames()).map(map::areaMm2).orElse(Double.NaN);
    }
}
