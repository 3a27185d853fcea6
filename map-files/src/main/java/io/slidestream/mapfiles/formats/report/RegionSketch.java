package io.slidestream.mapfiles.formats.report;

import io.slidestream.mapfiles.map.Corners;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.TumorRegion;
import io.slidestream.mapfiles.map.TumorRegions;
import io.slidestream.mapfiles.pictures.Pens;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** The slide with the outlines of its tumour regions, the largest numbered. */
final class RegionSketch {
    /** Numbers, and rows in tables; more would hide the slide. */
    static final int NUMBERED = 6;

    /** Smaller regions than these are a few pixels each. */
    private static final int OUTLINED = 2_000;

    private RegionSketch() {}

    /** Draws on the picture. */
    static void over(BufferedImage slide, FinishedMap map, TumorRegions tumor) {
        Graphics2D g = slide.createGraphics();
        try {
            Pens.smooth(g);
            double scale = (double) slide.getWidth() / map.grid().slideWidthPx();
            float width = Math.max(1.6f, Math.max(slide.getWidth(), slide.getHeight()) / 380f);
            List<TumorRegion> shown =
                    tumor.regions().subList(0, Math.min(tumor.regions().size(), OUTLINED));
            List<Path2D> paths = shown.stream()
                    .map(region -> path(region, new Corners(map.grid()), scale))
                    .toList();
            g.setColor(new Color(255, 255, 255, 200));
            g.setStroke(new BasicStroke(width * 2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            paths.forEach(g::draw);
            g.setColor(Pens.TEXT); // on pink and purple, the class's own colour would hardly show
            g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            paths.forEach(g::draw);
            for (int i = Math.min(NUMBERED, shown.size()) - 1; i >= 0; i--) {
                number(g, shown.get(i), paths.get(i), slide);
            }
        } finally {
            g.dispose();
        }
    }

    private static Path2D path(TumorRegion region, Corners corners, double scale) {
        Path2D path = new Path2D.Double();
        for (int[] ring : region.rings()) {
            for (int i = 0; i < ring.length; i += 2) {
                double x = corners.x(ring[i]) * scale;
                double y = corners.y(ring[i + 1]) * scale;
                if (i == 0) {
                    path.moveTo(x, y);
                } else {
                    path.lineTo(x, y);
                }
            }
            path.closePath();
        }
        return path;
    }

    /** Draws the number on the region's topmost, leftmost corner, inside the picture. */
    private static void number(Graphics2D g, TumorRegion region, Path2D path, BufferedImage slide) {
        int size = Math.max(14, Math.max(slide.getWidth(), slide.getHeight()) / 42);
        int[] outer = region.rings().get(0);
        double toX = path.getBounds2D().getWidth() / Math.max(1, spread(outer));
        double left = path.getBounds2D().getX() + (outer[outer.length - 2] - least(outer)) * toX;
        int x = (int) Math.max(size * 0.7, Math.min(left, slide.getWidth() - size * 0.7));
        int y = (int) Math.max(size * 0.7, Math.min(path.getBounds2D().getY(), slide.getHeight() - size * 0.7));
        g.setColor(Pens.TEXT);
        g.fillOval(x - size * 7 / 10, y - size * 7 / 10, size * 14 / 10, size * 14 / 10);
        Pens.bold(g, size, Color.WHITE);
        String label = Integer.toString(region.number());
        Pens.text(g, label, x - Pens.widthOf(g, label) / 2, y + size * 36 / 100);
    }

    private static int least(int[] ring) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < ring.length; i += 2) {
            least = Math.min(least, ring[i]);
        }
        return least;
    }

    private static int spread(int[] ring) {
        int most = 0;
        for (int i = 0; i < ring.length; i += 2) {
            most = Math.max(most, ring[i]);
        }
        return most - least(ring);
    }
}
