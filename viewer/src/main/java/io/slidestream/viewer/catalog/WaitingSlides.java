package io.slidestream.viewer.catalog;

import io.slidestream.contracts.MapId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The slides that were handed in and are not tiled, at one moment.
 *
 * @param byId the latest attempt of each
 * @param version changes when they do
 */
record WaitingSlides(
        List<Catalog.Waiting> all, Map<MapId, Catalog.Waiting> byId, Map<String, Set<MapId>> byLocation, long version) {
    static final WaitingSlides NONE = new WaitingSlides(List.of(), Map.of(), Map.of(), 0);

    /** The same where nothing has changed. */
    WaitingSlides now(List<Catalog.Waiting> slides) {
        if (slides.equals(all)) {
            return this;
        }
        Map<MapId, Catalog.Waiting> ids = new HashMap<>();
        Map<String, Set<MapId>> locations = new HashMap<>();
        for (Catalog.Waiting slide : slides) {
            ids.merge(slide.map(), slide, (a, b) -> a.attempt() >= b.attempt() ? a : b);
            locations
                    .computeIfAbsent(slide.slide().location(), location -> new HashSet<>())
                    .add(slide.map());
        }
        return new WaitingSlides(List.copyOf(slides), ids, locations, version + 1);
    }
}
