package io.slidestream.mapfiles.formats.png;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.pictures.Pens;
import java.awt.Graphics2D;
import java.util.Locale;

/** The words above and below the slide. */
final class Caption {
    private Caption() {}

    static void draw(Graphics2D g, SlideTiled manifest, int x, int widthPx) {
        Pens.bold(g, 34, Pens.TEXT);
        Pens.text(g, Pens.fitting(g, manifest.slide().name(), widthPx), x, 54);
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
        Pens.plain(g, 20, Pens.FAINT);
        Pens.text(g, Pens.fitting(g, facts, widthPx), x, 88);
    }

    static void drawFooter(Graphics2D g, FinishedMap map, int x, int baseline) {
        Pens.plain(g, 15, Pens.FAINT);
        String words = "map " + map.manifest().mapId() + "   ·   research use only, not a medical device"
                + (map.settings().smoothingCells() > 0
                        ? "   ·   colours smoothed for display, figures are of the tiles as classified"
                        : "");
        Pens.text(g, words, x, baseline);
    }
}
