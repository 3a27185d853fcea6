package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import java.util.Optional;

/**
 * Draws a tile from the slide's nearest finer level. Where that is far finer, as in a slide without a pyramid, reading it
 * for each tile would take the whole slide each time: such tiles are cut from one overview.
 */
final class Pixels {
    /** Side of the overview, from which the tiles of coarser levels are made. */
    static final int OVERVIEW_SIDE_PX = 2048;

    /** A read of this many times a tile's pixels a side is still quick: 16 tiles of 254 px, 4064 px. */
    private static final double MAX_SHRINK = 16;

    private Pixels() {}

    /** Whether a tile is cut from the overview. */
    static boolean isOfOverview(SlideReader slide, Pyramid.Tile tile) {
        return tile.downsample() / nearest(slide, tile).downsample() > MAX_SHRINK;
    }

    /** @param overview the whole slide, small; needed where a tile is cut from it */
    static RgbImage draw(SlideReader slide, Pyramid.Tile tile, Optional<RgbImage> overview) throws SlideException {
        if (!isOfOverview(slide, tile)) {
            int level = nearest(slide, tile).index();
            return Scaling.to(slide.read(tile.region(), level), tile.widthPx(), tile.heightPx());
        }
        RgbImage whole = overview.orElseThrow();
        double scale = (double) whole.widthPx() / slide.properties().widthPx();
        return Scaling.to(cut(whole, tile.region(), scale), tile.widthPx(), tile.heightPx());
    }

    private static Level nearest(SlideReader slide, Pyramid.Tile tile) {
        return LevelChoice.best(slide.properties().levels(), tile.downsample());
    }

    private static RgbImage cut(RgbImage whole, Level0Region region, double scale) {
        int left = (int) Math.min(whole.widthPx() - 1, Math.floor(region.x() * scale));
        int top = (int) Math.min(whole.heightPx() - 1, Math.floor(region.y() * scale));
        int width = (int) Math.max(1, Math.min(whole.widthPx() - left, Math.round(region.width() * scale)));
        int height = (int) Math.max(1, Math.min(whole.heightPx() - top, Math.round(region.height() * scale)));
        int[] rgb = new int[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(whole.rgb(), (top + y) * whole.widthPx() + left, rgb, y * width, width);
        }
        return new RgbImage(width, height, rgb);
    }
}
