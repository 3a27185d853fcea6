package io.slidestream.catalog.maps;

import io.slidestream.contracts.MapId;
import java.util.List;
import java.util.Map;

/**
 * A page of the list.
 *
 * @param others how many more finished maps the slides have of which one is on the page; only those that have any
 * @param total maps that were asked for; of very many, those that were counted
 * @param states how many there are in each state, if the state is not asked for; likewise
 */
public record MapPage(
        List<SlideMap> maps, Map<MapId, Integer> others, long total, Counting counting, Map<MapState, Long> states) {
    /** How far a search was counted. */
    public enum Counting {
        TO_THE_END,
        /** There are more, or may be. */
        IN_PART
    }

    public MapPage {
        maps = List.copyOf(maps);
        others = Map.copyOf(others);
        states = Map.copyOf(states);
    }
}
