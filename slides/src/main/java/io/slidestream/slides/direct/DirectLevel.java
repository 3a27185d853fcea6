package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.jpeg.CachedTile;
import io.slidestream.slides.jpeg.JpegException;
import io.slidestream.slides.jpeg.TileCache;
import java.util.Optional;

/** A level of an open slide whose tiles are decoded here. */
final class DirectLevel {
    private final Object slide;
    private final int index;
    private final JpegLevel level;
    private final MissingTiles missing;
    private final JpegTiles tiles;
    private final TileCache cache;

    /** What is shown in the place of tiles that the file leaves out. */
    enum MissingTiles {
        BLANK,
        /** Only OpenSlide knows. */
        UNKNOWN
    }

    /** @param slide identifies the open slide in the cache */
    DirectLevel(Object slide, int index, JpegLevel level, MissingTiles missing, JpegTiles tiles, TileCache cache) {
        this.slide = slide;
        this.index = index;
        this.level = level;
        this.missing = missing;
        this.tiles = tiles;
        this.cache = cache;
    }

    JpegLevel jpeg() {
        return level;
    }

    /** The largest reduction, up to a bound, that the tiles can be decoded at. */
    int reduction(int max) {
        int reduction = Math.min(max, tiles.library().maxReduction());
        while (reduction > 1 && !level.dividesBy(reduction)) {
            reduction /= 2;
        }
        return reduction;
    }

    /**
     * A decoded tile, or empty where the slide has none; the caller closes it.
     *
     * @throws JpegException if OpenSlide has to be asked
     */
    Optional<CachedTile> tile(int tile, int reduction) throws JpegException, SlideException {
        if (level.byteCounts()[tile] == 0) {
            if (missing == MissingTiles.BLANK) {
                return Optional.empty();
            }
            throw new JpegException("tile " + tile + " is missing");
        }
        return Optional.of(cache.<JpegException, SlideException>tile(
                new TileCache.Key(slide, index, tile, reduction),
                level.tileWidthPx() / reduction,
                level.tileHeightPx() / reduction,
                target -> tiles.decode(level, tile, target)));
    }
}
