package io.slidestream.aggregator.results;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.slides.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/** The picture for people: the slide with its map on top, beside a legend. */
final class Overlay {
    /** Of the slide's longer side in the picture. */
    static final int SLIDE_SIDE_PX = 1600;

    private static final int MARGIN = 40;
    private static final int HEADER = 110;
    private static final int FOOTER = 44;

    /** Below this, the legend would not fit beside the slide. */
    private static final int MIN_BODY = 620;

    /** Share of the map's colour over the slide's. */
    private static final double OPACITY = 0.5;

    /** Unread tiles are striped, as their pixels mean nothing and a tint might pass for a class. */
    private static final int STRIPE = 6;

    private final SlideTiled manifest;
    private final MapRaster raster;
    private final Legend legend;

    Overlay(SlideTiled manifest, MapRaster raster, Legend legend) {
        this.manifest = manifest;
        this.raster = raster;
        this.legend = legend;
    }

    /** @param thumbnail null where the slide cannot be shown: the map is drawn on white */
    BufferedImage draw(@Nullable RgbImage thumbnail) {
        BufferedImage slide = scaled(thumbnail);
        blend(slide);
        int body = Math.max(slide.getHeight(), MIN_BODY);
        int width = slide.getWidth() + Legend.WIDTH + 3 * MARGIN;
        BufferedImage canvas = new BufferedImage(width, HEADER + body + FOOTER + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        try {
            smooth(g);
            g.setColor(Ink.PAPER);
            g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
            g.drawImage(slide, MARGIN, HEADER, null);
            g.setColor(Ink.LINE);
            g.drawRect(MARGIN - 1, HEADER - 1, slide.getWidth() + 1, slide.getHeight() + 1);
            ScaleBar.draw(g, MARGIN, HEADER + slide.getHeight(), slide.getWidth(), micronsPerPixel(slide));
            Caption.draw(g, manifest, MARGIN, width - 2 * MARGIN);
            legend.draw(g, slide.getWidth() + 2 * MARGIN, HEADER);
            Caption.drawFooter(g, manifest, MARGIN, canvas.getHeight() - MARGIN / 2);
        } finally {
            g.dispose();
        }
        return canvas;
    }

    private double micronsPerPixel(BufferedImage slide) {
        return manifest.grid().slideWidthPx() * manifest.grid().mpp() / slide.getWidth();
    }

    private BufferedImage scaled(@Nullable RgbImage thumbnail) {
        TileGrid grid = manifest.grid();
        double scale = (double) SLIDE_SIDE_PX / Math.max(grid.slideWidthPx(), grid.slideHeightPx());
        int width = (int) Math.max(1, Math.round(grid.slideWidthPx() * scale));
        int height = (int) Math.max(1, Math.round(grid.slideHeightPx() * scale));
        BufferedImage slide = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = slide.createGraphics();
        try {
            smooth(g);
            g.setColor(java.awt.Color.WHITE);
            g.fillRect(0, 0, width, height);
            if (thumbnail != null) {
                BufferedImage pixels =
                        new BufferedImage(thumbnail.widthPx(), thumbnail.heightPx(), BufferedImage.TYPE_INT_RGB);
                pixels.setRGB(0, 0, thumbnail.widthPx(), thumbnail.heightPx(), thumbnail.rgb(), 0, thumbnail.widthPx());
                g.drawImage(pixels, 0, 0, width, height, null);
            }
        } finally {
            g.dispose();
        }
        return slide;
    }

    private void blend(BufferedImage slide) {
        TileGrid grid = manifest.grid();
        for (int y = 0; y < slide.getHeight(); y++) {
            long y0 = (long) ((y + 0.5) * grid.slideHeightPx() / slide.getHeight());
            for (int x = 0; x < slide.getWidth(); x++) {
                int colour = raster.at((long) ((x + 0.5) * grid.slideWidthPx() / slide.getWidth()), y0);
                if (colour == (0xFF000000 | Palette.UNREAD)) {
                    slide.setRGB(x, y, (x + y) / STRIPE % 2 == 0 ? Palette.UNREAD : 0xFFFFFF);
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

    private static void smooth(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
    }
}
