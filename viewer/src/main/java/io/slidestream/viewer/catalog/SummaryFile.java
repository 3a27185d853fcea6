package io.slidestream.viewer.catalog;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.mapfiles.results.MapSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;

/** Makes an entry of the catalog of what a summary.json says of its map. */
final class SummaryFile {
    private SummaryFile() {}

    /**
     * @param folder with the results of one map
     * @throws IOException if the summary cannot be read or is none of ours
     */
    static SlideMap read(Path folder, ModelCopies models) throws IOException {
        MapSummary summary = MapSummary.in(folder);
        try {
            return summary.isMapped() ? mapped(summary, folder, models) : rejected(summary, folder);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a summary of ours: " + e.getMessage(), e);
        }
    }

    private static SlideMap mapped(MapSummary summary, Path folder, ModelCopies models) {
        return new SlideMap(
                summary.mapId(),
                summary.attempt(),
                summary.slide(),
                MapState.MAPPED,
                summary.seenAt().toEpochMilli(),
                new SlideMap.Content(
                        new SlideMap.Tally(
                                summary.expectedTiles().orElse(0),
                                summary.scoredTiles().orElse(0),
                                summary.rejectedTiles().orElse(0),
                                0),
                        new SlideMap.Shape(summary.grid(), models.one(summary.model()), summary.vendor()),
                        List.copyOf(summary.areasMm2().values())),
                new SlideMap.Ending(summary.writtenAt().toEpochMilli(), null, folder));
    }

    private static SlideMap rejected(MapSummary summary, Path folder) {
        boolean cancelled = summary.reason().equals(RejectionReason.CANCELLED.label());
        return new SlideMap(
                summary.mapId(),
                summary.attempt(),
                summary.slide(),
                cancelled ? MapState.CANCELLED : MapState.REJECTED,
                summary.seenAt().toEpochMilli(),
                null,
                new SlideMap.Ending(
                        summary.writtenAt().toEpochMilli(),
                        new SlideMap.Rejection(summary.reason(), summary.message()),
                        folder));
    }
}
