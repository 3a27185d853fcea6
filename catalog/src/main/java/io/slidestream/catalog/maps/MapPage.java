package io.slidestream.catalog.maps;

import java.util.List;
import java.util.Map;

/**
 * A page of the list.
 *
 * @param total maps that were asked for; of very many, those that were counted
 * @param states how many there are in each state, if the state is not asked for; likewise
 */
public record MapPage(List<SlideMap> maps, long total, Counting counting, Map<MapState, Long> states) {
    /** How far a search was counted. */
    public enum Counting {
        TO_THE_END,
        /** There are more, or may be. */
        IN_PART
    }

    public MapPage {
        maps = List.copyOf(maps);
        states = Map.copyOf(states);
    }
}
