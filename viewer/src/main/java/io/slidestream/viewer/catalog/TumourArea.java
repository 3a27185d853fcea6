package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.mapfiles.map.TumorClass;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a model's class for tumour, and its area.
 *
 * @param configured its exact name; null: found by the usual names
 */
public record TumourArea(@Nullable String configured) implements ToDoubleFunction<SlideMap> {
    public Optional<String> className(List<String> classNames) {
        return TumorClass.in(classNames, configured).stream()
                .mapToObj(classNames::get)
                .findFirst();
    }

    /** NaN where nothing is scored yet, or there is no such class. */
    @Override
    public double applyAsDouble(SlideMap map) {
        SlideMap.Shape shape = map.shape();
        return shape == null || map.areasMm2().stream().allMatch(area -> area == 0)
                ? Double.NaN
                : className(shape.model().classNames()).map(map::areaMm2).orElse(Double.NaN);
    }
}
