package io.slidestream.standalone.harvest;

import io.slidestream.catalog.maps.CaseNames;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How tiles are harvested.
 *
 * @param out a new folder
 * @param leastCover share of a tile that a region must cover, in (0, 1]
 * @param agreed tiles of each class that nobody objected to; null: as many as the most corrected class has
 * @param artefacts class of what people call an artefact; null where it is left out
 * @param seed of the draw
 */
public record HarvestRequest(
        Path out,
        TileSpec spec,
        CaseNames cases,
        double leastCover,
        @Nullable Integer agreed,
        @Nullable String artefacts,
        long seed) {
    public HarvestRequest {
        if (!(leastCover > 0 && leastCover <= 1)) {
            throw new IllegalArgumentException("leastCover must be in (0, 1], was " + leastCover);
        }
        if (agreed != null && agreed < 0) {
            throw new IllegalArgumentException("agreed must not be negative, was " + agreed);
        }
    }
}
