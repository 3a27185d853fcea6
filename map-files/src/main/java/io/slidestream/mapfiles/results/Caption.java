package io.slidestream.mapfiles.results;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import java.awt.Graphics2D;
import java.util.Locale;

/** The words above and below the slide. */
final class Caption {
    private Caption() {}

    static void draw(Graphics2D g, SlideTiled manifest, int x, int widthPx) {
        Ink.bold(g, 34, Ink.TEXT);
        Ink.text(g, Ink.fitting(g, manifest.slide().name(), widthPx), x, 54);
        TileGrid grid = manifest.grid();
        String facts = String.format(
                Locale.ROOT,
                "%s   ·   %,d × %,d px at %.4g µm/px   ·   %,d tiles of %.0f µm",
                manifest.model().name(),
                grid.slideWidthPx(),
                grid.slideHeightPx(),
                grid.mpp(),
                manifest.expectedTiles(),
                grid.tileSizePx() * grid.mpp());
        Ink.plain(g, 20, Ink.FAINT);
        Ink.text(g, Ink.fitting(g, facts, widthPx), x, 88);
    }

    static void drawFooter(Graphics2D g, FinishedMap map, int x, int baseline) {
        Ink.plain(g, 15, Ink.FAINT);
        String words = "map " + map.manifest().mapId() + "   ·   research use only, not a medical device"
                + (map.settings().smoothingCells() > 0
                        ? "   ·   colours smoothed for display, figures are of the tiles as classified"
                        : "");
        Ink.text(g, words, x, baseline);
    }
}
