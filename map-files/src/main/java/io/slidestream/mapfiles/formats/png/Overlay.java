package io.slidestream.mapfiles.formats.png;

import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.MapBlend;
import io.slidestream.mapfiles.pictures.Pens;
import io.slidestream.mapfiles.pictures.ScaleBar;
import io.slidestream.mapfiles.pictures.SlidePicture;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** The picture for people: the slide with its map on top, beside a legend. */
final class Overlay {
    private static final int MARGIN = 40;
    private static final int HEADER = 110;
    private static final int FOOTER = 44;

    /** Below this, the legend would not fit beside the slide. */
    private static final int MIN_BODY = 620;

    private Overlay() {}

    static BufferedImage draw(FinishedMap map) {
        BufferedImage slide = map.slide().scaled(SlidePicture.SIDE_PX);
        MapBlend.over(slide, map.raster(), map.grid());
        int body = Math.max(slide.getHeight(), MIN_BODY);
        int width = slide.getWidth() + Legend.WIDTH + 3 * MARGIN;
        BufferedImage canvas = new BufferedImage(width, HEADER + body + FOOTER + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        try {
            Pens.smooth(g);
            g.setColor(Pens.PAPER);
            g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
            g.drawImage(slide, MARGIN, HEADER, null);
            g.setColor(Pens.LINE);
            g.drawRect(MARGIN - 1, HEADER - 1, slide.getWidth() + 1, slide.getHeight() + 1);
            ScaleBar.draw(
                    g,
                    MARGIN,
                    HEADER + slide.getHeight(),
                    slide.getWidth(),
                    map.slide().micronsPerPixel(slide));
            Caption.draw(g, map.manifest(), MARGIN, width - 2 * MARGIN);
            new Legend(map.classNames(), map.palette(), map.shares()).draw(g, slide.getWidth() + 2 * MARGIN, HEADER);
            Caption.drawFooter(g, map, MARGIN, canvas.getHeight() - MARGIN / 2);
        } finally {
            g.dispose();
        }
        return canvas;
    }
}
