package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CachedTile;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileCache;
import java.util.Optional;

/** A level of an open slide whose tiles are decoded here. */
final class DirectLevel {
    private final Object slide;
    private final int index;
    private final LevelTiles tiles;
    private final MissingTiles missing;
    private final TileCache cache;

    /** @param slide identifies the open slide in the cache */
    DirectLevel(Object slide, int index, LevelTiles tiles, MissingTiles missing, TileCache cache) {
        this.slide = slide;
        this.index = index;
        this.tiles = tiles;
        this.missing = missing;
        this.cache = cache;
    }

    CodedLevel coded() {
        return tiles.level();
    }

    /** The largest reduction, up to a bound, that the tiles can be decoded at. */
    int reduction(int max) {
        int reduction = Math.min(max, coded().codec().maxReduction());
        while (reduction > 1 && !coded().dividesBy(reduction)) {
            reduction /= 2;
        }
        return reduction;
    }

    /**
     * A decoded tile, or empty where the slide has none; the caller closes it.
     *
     * @throws CodecException if another has to be asked
     */
    Optional<CachedTile> tile(int tile, int reduction) throws CodecException, SlideException {
        if (coded().codedBytes(tile) == 0) {
            if (missing == MissingTiles.BLANK) {
                return Optional.empty();
            }
            throw new CodecException("tile " + tile + " is missing");
        }
        return Optional.of(cache.<CodecException, SlideException>tile(
                new TileCache.Key(slide, index, tile, reduction),
                coded().tileWidthPx() / reduction,
                coded().tileHeightPx() / reduction,
                target -> tiles.decode(tile, target)));
    }

    /** No tile may be in the making. */
    void close() {
        tiles.close();
    }
}
