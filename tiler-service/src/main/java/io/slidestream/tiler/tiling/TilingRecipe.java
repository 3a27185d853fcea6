package io.slidestream.tiler.tiling;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TilingSpec;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.tiler.tissue.TissueSettings;
import org.jspecify.annotations.Nullable;

/**
 * All that decides, besides the slide, which tiles are made; with the slide it names the map.
 *
 * @param strideFraction distance between tile origins as a share of the tile's side, in (0, 1]
 * @param mppOverride microns per level-0 pixel used whatever the slides say, or null
 * @param tilesLimit a slide that would get more tiles is rejected; no part of the map's name
 */
public record TilingRecipe(
        Model model, double strideFraction, @Nullable Double mppOverride, TissueSettings tissue, int tilesLimit) {
    /** Fifty times a usual resection at 20x, and a day of a GPU. */
    public static final int DEFAULT_TILES_LIMIT = 1_000_000;

    public TilingRecipe {
        if (tilesLimit < 1 || tilesLimit > TileGrid.MAX_CELLS) {
            throw new IllegalArgumentException(
                    "tilesLimit must be in 1.." + TileGrid.MAX_CELLS + ", was " + tilesLimit);
        }
        specOf(model, strideFraction, mppOverride, tissue);
    }

    public TilingSpec spec() {
        return specOf(model, strideFraction, mppOverride, tissue);
    }

    public MapId mapId(SlideVersion slide) {
        return MapId.of(slide, model.servedId(), spec());
    }

    /**
     * As many tiles as the slide would have if all of it were tissue.
     *
     * @throws SlideException if it gets no map, whatever is on it
     */
    public long mostTiles(SlideProperties slide) throws SlideException {
        return TilingPlan.grid(slide, slide.requireMpp(mppOverride), spec()).cells();
    }

    /** The same, but for slides of so many microns per level-0 pixel; null leaves it as it is. */
    TilingRecipe withMpp(@Nullable Double mpp) {
        return mpp == null ? this : new TilingRecipe(model, strideFraction, mpp, tissue, tilesLimit);
    }

    private static TilingSpec specOf(
            Model model, double strideFraction, @Nullable Double mppOverride, TissueSettings tissue) {
        return new TilingSpec(model.patchSizePx(), model.patchMpp(), strideFraction, mppOverride, tissue.version());
    }
}
