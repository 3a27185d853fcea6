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

    /** Begins to write a finished map again, where it lies; publishing fails if it was replaced meanwhile. */
    default ResultsDraft draftOf(StoredMap map) throws IOException {
        throw new IOException("this store does not give back what it holds");
    }

    /** The finished map, of whichever id, that results of this slide and map would replace. */
    default Optional<URI> mapped(SlideVersion slide, MapId mapId) throws IOException {
        return Optional.empty();
    }
}
