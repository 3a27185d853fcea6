package io.slidestream.tiler;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;

/** One slide to be tiled, as it was submitted. */
record TilingTask(MapId mapId, int attempt, SlideVersion slide, long seenAtMillis) {
    @Override
    public String toString() {
        return slide.location() + " (map " + mapId + ", attempt " + attempt + ")";
    }
}
