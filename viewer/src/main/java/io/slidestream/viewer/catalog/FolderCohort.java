package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.FoundSummaries;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.results.MapSummary;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The slides of a results folder as a report tells of them, from the catalog: no summary is read that it knows. */
public final class FolderCohort {
    private final MapIndex index;
    private final Path root;
    private final Clock clock;

    public FolderCohort(MapIndex index, Path results) {
        this(index, results, Clock.systemUTC());
    }

    FolderCohort(MapIndex index, Path results, Clock clock) {
        this.index = index;
        this.root = results.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /**
     * Reads it as it is now; where no viewer keeps the catalog up to date, the folder is looked through before.
     *
     * @throws IOException if the folder itself cannot be listed
     */
    public Cohort read() throws IOException {
        FoundSummaries summaries = index.summaries();
        if (!summaries.isWatched(root, clock.millis())) {
            if (!Files.isReadable(root)) {
                throw new AccessDeniedException(root.toString());
            }
            Catalog.bringUpToDate(index, root);
        }
        return Cohort.of(
                root,
                summaries.notes(root),
                rows -> summaries.each(
                        root, row -> rows.accept(row.stamp().folder(), MapSummary.ofFigures(row.figures()))));
    }
}
