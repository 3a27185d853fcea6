package io.slidestream.standalone.harvest;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slide and what people say of it.
 *
 * @param grid of its tiles
 * @param regions the oldest first
 * @param map folder of its finished map, from which agreed tiles are taken; null where there is none
 */
public record HarvestedSlide(
        SlideVersion slide,
        TileGrid grid,
        List<LabelledRegion> regions,
        @Nullable Path map) {}
