package io.slidestream.mapfiles.results;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Store of results, with a folder for each slide. Safe for concurrent use by different maps. */
public interface ResultsStore {
    /** Begins the results of one map; what was there before stays until they are published. */
    ResultsDraft draft(SlideVersion slide, MapId mapId) throws IOException;

    /** The finished map, of whichever id, that results of this slide and map would replace. */
    default Optional<URI> mapped(SlideVersion slide, MapId mapId) throws IOException {
        return Optional.empty();
    }
}
