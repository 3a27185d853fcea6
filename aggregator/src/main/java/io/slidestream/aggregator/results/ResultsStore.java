package io.slidestream.aggregator.results;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import java.io.IOException;

/** Where results lie, a folder for each slide. Safe for concurrent use by different maps. */
public interface ResultsStore {
    /** Begins the results of one map; what was there before stays until they are published. */
    ResultsDraft draft(SlideVersion slide, MapId mapId) throws IOException;
}
