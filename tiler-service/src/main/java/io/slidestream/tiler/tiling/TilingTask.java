package io.slidestream.tiler.tiling;

import io.slidestream.contracts.Limits;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import org.jspecify.annotations.Nullable;

/**
 * One slide to be tiled, as it was submitted.
 *
 * @param mpp microns per level-0 pixel asked for this slide alone, or null
 */
public record TilingTask(
        MapId mapId,
        int attempt,
        SlideVersion slide,
        long seenAtMillis,
        @Nullable Double mpp) {
    public TilingTask(MapId mapId, int attempt, SlideVersion slide, long seenAtMillis) {
        this(mapId, attempt, slide, seenAtMillis, null);
    }

    /** The same under the next attempt. */
    TilingTask again() {
        return new TilingTask(mapId, Limits.nextAttempt(attempt), slide, seenAtMillis, mpp);
    }

    @Override
    public String toString() {
        return slide.location() + " (map " + mapId + ", attempt " + attempt + ")";
    }
}
