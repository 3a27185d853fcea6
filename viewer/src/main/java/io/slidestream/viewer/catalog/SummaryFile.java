package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.results.MapSummary;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes from a summary.json what the catalog keeps of its map. */
final class SummaryFile {
    private SummaryFile() {}

    /**
     * Contents of a summary.
     *
     * @param shape null where the slide was rejected
     */
    record Contents(MapId id, SlideVersion slide, SlideMap.@Nullable Shape shape, KnownMap.Found found) {}

    /**
     * @param stamp of the summary
     * @throws IOException if it is not of a map as this version writes it
     */
    static Contents of(MapSummary summary, KnownMap.Stamp stamp, ModelCopies models) throws IOException {
        try {
            return new Contents(
                    summary.mapId(),
                    summary.slide(),
                    summary.isMapped()
                            ? new SlideMap.Shape(summary.grid(), models.one(summary.model()), summary.vendor())
                            : null,
                    found(summary, stamp));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a summary of ours: " + e.getMessage(), e);
        }
    }

    private static KnownMap.Found found(MapSummary summary, KnownMap.Stamp stamp) {
        boolean mapped = summary.isMapped();
        return new KnownMap.Found(
                summary.attempt(),
                stamp,
                summary.seenAt().toEpochMilli(),
                summary.writtenAt().toEpochMilli(),
                mapped
                        ? new SlideMap.Tally(
                                summary.expectedTiles().orElse(0),
                                summary.scoredTiles().orElse(0),
                                summary.rejectedTiles().orElse(0),
                                0)
                        : null,
                mapped ? null : new SlideMap.Rejection(summary.reason(), summary.message()),
                List.copyOf(summary.areasMm2().values()),
                summary.unsureShare().isPresent() ? summary.unsureShare().getAsDouble() : null);
    }
}
