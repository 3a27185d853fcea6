package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;

/**
 * Draws a tile from the slide's nearest finer level. Where that is far finer, as in a slide without a pyramid, reading it
 * for each tile would take the whole slide each time: such tiles are cut from one overview.
 */
final class Pixels {
    /** Of the overview; the tiles of coarser levels are all inside it. */
    static final int OVERVIEW_SIDE_PX = 2048;

    /** A read of this many times a tile's pixels a side is still quick: 16 tiles of 254 px, 4064 px. */
    private static final double MAX_SHRINK = 16;

    /** The whole slide, small; made once a slide. */
    @FunctionalInterface
    interface Overview {
        RgbImage image() throws SlideException;
    }

    private Pixels() {}

    static RgbImage draw(SlideReader slide, Pyramid.Tile tile, Overview overview) throws SlideException {
        Level level = LevelChoice.best(slide.properties().levels(), tile.downsample());
        if (tile.downsample() / level.downsample() <= MAX_SHRINK) {
            return Scaling.to(slide.read(tile.region(), level.index()), tile.widthPx(), tile.heightPx());
        }
        RgbImage whole = overview.image();
        double scale = (double) whole.widthPx() / slide.properties().widthPx();
        return Scaling.to(cut(whole, tile.region(), scale), tile.widthPx(), tile.heightPx());
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
