package io.slidestream.catalog.maps;

import java.util.List;
import java.util.Map;

/**
 * A page of the list.
 *
 * @param total maps that were asked for; a search that finds more than {@link #COUNTED} says one more than that
 * @param states how many there are in each state, if the state is not asked for; likewise
 */
public record MapPage(List<SlideMap> maps, long total, Map<MapState, Long> states) {
    /** Maps that a search counts at most. */
    public static final int COUNTED = 10_000;

    public MapPage {
        maps = List.copyOf(maps);
        states = Map.copyOf(states);
    }
}
