package io.slidestream.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** A chart as pixels, in the colours that the page has in daylight. */
final class PixelSheet implements Sheet {
    final Plot plot;

    PixelSheet(int widthPx, int heightPx) {
        plot = new Plot(widthPx, heightPx);
    }

    @Override
    public PixelSheet line(String style, double x1, double y1, double x2, double y2) {
        ink(style);
        plot.pen.draw(new Line2D.Double(x1, y1, x2, y2));
        return this;
    }

    @Override
    public PixelSheet rectangle(String style, double x, double y, double width, double height) {
        ink(style);
        plot.pen.fill(new Rectangle2D.Double(x, y, width, height));
        return this;
    }

    @Override
    public PixelSheet path(String style, double... points) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < points.length; i += 2) {
            if (i == 0) {
                path.moveTo(points[0], points[1]);
            } else {
                path.lineTo(points[i], points[i + 1]);
            }
        }
        ink(style);
        plot.pen.draw(path);
        return this;
    }

    @Override
    public PixelSheet dot(String style, double x, double y, double radius) {
        ink(style);
        plot.pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        return this;
    }

    @Override
    public PixelSheet words(String style, double x, double y, String words) {
        if (style.endsWith("title")) {
            plot.bold(14);
        } else {
            plot.text(12);
        }
        ink(style);
        if (style.startsWith("right")) {
            plot.right(words, x, y);
        } else if (style.startsWith("middle")) {
            plot.centered(words, x, y);
        } else {
            plot.left(words, x, y);
        }
        return this;
    }

    private void ink(String style) {
        String kind = style.substring(style.lastIndexOf(' ') + 1);
        plot.pen.setColor(
                switch (kind) {
                    case "stripe" -> new Color(0xf3, 0xf5, 0xf8);
                    case "grid" -> Plot.FAINT;
                    case "batches" -> new Color(0xa9, 0xc4, 0xe3);
                    case "training" -> Plot.BLUE;
                    case "validation" -> Plot.ORANGE;
                    case "tick", "kept", "phase" -> Plot.GREY;
                    default -> Plot.INK;
                });
        float width = kind.equals("training") || kind.equals("validation") ? 2 : 1;
        float[] dashes = kind.equals("kept") ? new float[] {5, 4} : null;
        plot.pen.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dashes, 0));
    }
}
