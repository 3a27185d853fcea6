package io.slidestream.mapfiles.cohort;

import io.slidestream.mapfiles.results.MapSummary;
import java.nio.file.Path;

/**
 * One slide's line.
 *
 * @param folder below the results
 */
record CohortRow(Path folder, MapSummary summary) {
    boolean isMapped() {
        return summary.isMapped();
    }
}
