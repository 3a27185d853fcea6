package io.slidestream.proving.panels;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Draws one panel: lines over time, or the last values as large numbers. */
final class PanelPicture {
    private static final Color[] COLOURS = {
        new Color(0x3274d9),
        new Color(0xe0752d),
        new Color(0x299c46),
        new Color(0xbf1b00),
        new Color(0x8f3bb8),
        new Color(0x0f9d9d),
        new Color(0xb59f00),
        new Color(0x6d6d6d)
    };
    private static final Color INK = new Color(0x24292e);
    private static final Color PALE = new Color(0xd8d9da);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int LEFT = 64;
    private static final int TOP = 30;
    private static final int LINES = 4;
    private static final int ROW = 15;
    private static final int MOST_NAMES = 6;

    private final Graphics2D graphics;
    private final Rectangle frame;
    private final String unit;

    PanelPicture(Graphics2D graphics, Rectangle frame, String title, String unit) {
        this.graphics = graphics;
        this.frame = frame;
        this.unit = unit;
        graphics.setColor(Color.WHITE);
        graphics.fill(frame);
        graphics.setColor(PALE);
        graphics.draw(frame);
        graphics.setColor(INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        graphics.drawString(title, frame.x + 8, frame.y + 18);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    }

    void note(String text) {
        graphics.setColor(new Color(0x8a8a8a));
        graphics.drawString(text, frame.x + LEFT, frame.y + frame.height / 2);
    }

    void numbers(List<Series> all) {
        int each = Math.max(1, (frame.height - TOP) / Math.max(1, all.size()));
        for (int i = 0; i < all.size(); i++) {
            int baseline = frame.y + TOP + each * i + each / 2 + 8;
            graphics.setColor(colour(i));
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.min(28, each)));
            graphics.drawString(value(all.get(i).last()), frame.x + 12, baseline);
            graphics.setColor(INK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            graphics.drawString(all.get(i).name(), frame.x + frame.width / 2, baseline);
        }
    }

    void lines(List<Series> all, Range range) {
        int named = Math.min(MOST_NAMES, all.size());
        Rectangle plot = new Rectangle(
                frame.x + LEFT,
                frame.y + TOP,
                frame.width - LEFT - 12,
                Math.max(20, frame.height - TOP - 22 - ROW * ((named + 1) / 2)));
        double top = ceiling(all.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(Series.Point::value)
                .filter(Double::isFinite)
                .max()
                .orElse(1));
        axes(plot, top, range);
        for (int i = 0; i < all.size(); i++) {
            graphics.setColor(colour(i));
            graphics.setStroke(new BasicStroke(1.5f));
            graphics.draw(line(all.get(i), plot, top, range));
        }
        for (int i = 0; i < named; i++) {
            int x = frame.x + 12 + i % 2 * (frame.width / 2);
            int y = plot.y + plot.height + 30 + ROW * (i / 2);
            graphics.setColor(colour(i));
            graphics.fillRect(x, y - 6, 10, 4);
            graphics.setColor(INK);
            String rest =
                    i == MOST_NAMES - 1 && all.size() > MOST_NAMES ? " and " + (all.size() - MOST_NAMES) + " more" : "";
            graphics.drawString(all.get(i).name() + ": " + value(all.get(i).last()) + rest, x + 14, y);
        }
    }

    private void axes(Rectangle plot, double top, Range range) {
        graphics.setStroke(new BasicStroke(1));
        for (int i = 0; i <= LINES; i++) {
            int y = plot.y + plot.height - plot.height * i / LINES;
            graphics.setColor(PALE);
            graphics.drawLine(plot.x, y, plot.x + plot.width, y);
            graphics.setColor(INK);
            graphics.drawString(value(top * i / LINES), frame.x + 8, y + 4);
        }
        graphics.drawString(CLOCK.format(range.from()), plot.x, plot.y + plot.height + 14);
        graphics.drawString(CLOCK.format(range.to()), plot.x + plot.width - 48, plot.y + plot.height + 14);
    }

    private static Path2D line(Series series, Rectangle plot, double top, Range range) {
        Path2D path = new Path2D.Double();
        double span = seconds(range.to()) - seconds(range.from());
        boolean on = false;
        for (Series.Point point : series.points()) {
            if (!Double.isFinite(point.value())) {
                on = false;
                continue;
            }
            double x = plot.x + plot.width * (point.seconds() - seconds(range.from())) / span;
            double y = plot.y + plot.height * (1 - Math.max(0, point.value()) / top);
            if (on) {
                path.lineTo(x, y);
            } else {
                path.moveTo(x, y);
                path.lineTo(x + 1, y);
            }
            on = true;
        }
        return path;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1e3;
    }

    /** The next of 1, 2, 5 times a power of ten. */
    private static double ceiling(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static Color colour(int number) {
        return COLOURS[number % COLOURS.length];
    }

    /** As Grafana's units: short, s, ms, bytes, percentunit. */
    private String value(double value) {
        if (Double.isNaN(value)) {
            return "no data";
        }
        return switch (unit) {
            case "s" -> number(value) + " s";
            case "ms" -> number(value) + " ms";
            case "percentunit" -> number(value * 100) + " %";
            case "percent" -> number(value) + " %";
            case "bytes", "decbytes", "Bps" -> number(value / 1e6) + " MB";
            default -> number(value);
        };
    }

    private static String number(double value) {
        return Math.abs(value) >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
