package io.slidestream.mapfiles.map;

import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.pictures.Pictures;
import java.awt.image.BufferedImage;

/** Lays the map over a picture of its slide. */
public final class MapBlend {
    /** Unread tiles are striped, as their pixels mean nothing and a tint might pass for a class. */
    private static final int STRIPE = 6;

    /** Spacing of the hatching where the model is unsure, the other way round and finer: the slide shows in between. */
    private static final int HATCH = 4;

    private MapBlend() {}

    /** Changes the picture, which is of type {@link BufferedImage#TYPE_INT_RGB}. */
    public static void over(BufferedImage slide, MapRaster raster, TileGrid grid) {
        int width = slide.getWidth();
        int height = slide.getHeight();
        int[] pixels = Pictures.pixels(slide);
        int[] columns = new int[width];
        for (int x = 0; x < width; x++) {
            columns[x] = raster.column((long) ((x + 0.5) * grid.slideWidthPx() / width));
        }
        for (int y = 0; y < height; y++) {
            int row = raster.row((long) ((y + 0.5) * grid.slideHeightPx() / height));
            for (int x = 0; x < width; x++) {
                int colour = raster.at(columns[x], row);
                int at = y * width + x;
                if (colour == (MapRaster.SURE | Palette.UNREAD)) {
                    pixels[at] = (x + y) / STRIPE % 2 == 0 ? Palette.UNREAD : 0xFFFFFF;
                } else if (colour >>> 24 == MapRaster.UNSURE >>> 24 && Math.floorMod(x - y, 2 * HATCH) < HATCH) {
                    // the slide shows between the lines
                } else if (colour != 0) {
                    pixels[at] = mean(pixels[at], colour);
                }
            }
        }
    }

    /** Half the one and half the other, rounded up, of each colour: what both have and half of what one has, from above. */
    private static int mean(int below, int above) {
        return (below | above) - ((below ^ above) >>> 1 & 0x7F7F7F) & 0xFFFFFF;
    }
}
