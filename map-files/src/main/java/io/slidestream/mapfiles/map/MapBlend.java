package io.slidestream.mapfiles.map;

import io.slidestream.contracts.TileGrid;
import java.awt.image.BufferedImage;

/** Lays the map over a picture of its slide. */
public final class MapBlend {
    /** Share of the map's colour over the slide's. */
    private static final double OPACITY = 0.5;

    /** Unread tiles are striped, as their pixels mean nothing and a tint might pass for a class. */
    private static final int STRIPE = 6;

    /** Spacing of the hatching where the model is unsure, the other way round and finer: the slide shows in between. */
    private static final int HATCH = 4;

    private MapBlend() {}

    /** Changes the picture. */
    public static void over(BufferedImage slide, MapRaster raster, TileGrid grid) {
        for (int y = 0; y < slide.getHeight(); y++) {
            long y0 = (long) ((y + 0.5) * grid.slideHeightPx() / slide.getHeight());
            for (int x = 0; x < slide.getWidth(); x++) {
                int colour = raster.at((long) ((x + 0.5) * grid.slideWidthPx() / slide.getWidth()), y0);
                if (colour == (MapRaster.SURE | Palette.UNREAD)) {
                    slide.setRGB(x, y, (x + y) / STRIPE % 2 == 0 ? Palette.UNREAD : 0xFFFFFF);
                } else if (colour >>> 24 == MapRaster.UNSURE >>> 24 && Math.floorMod(x - y, 2 * HATCH) < HATCH) {
                    // the slide shows between the lines
                } else if (colour != 0) {
                    slide.setRGB(x, y, mixed(slide.getRGB(x, y), colour));
                }
            }
        }
    }

    private static int mixed(int below, int above) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double value = (below >> shift & 0xFF) * (1 - OPACITY) + (above >> shift & 0xFF) * OPACITY;
            mixed |= (int) Math.round(value) << shift;
        }
        return mixed;
    }
}
