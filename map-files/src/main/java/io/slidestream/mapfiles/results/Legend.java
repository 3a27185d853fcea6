package io.slidestream.mapfiles.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.util.List;
import java.util.Locale;

/** The table beside the slide: each class with its colour, area and share; then what was not read, and the sum. */
final class Legend {
    static final int WIDTH = 480;

    private static final int ROW = 44;
    private static final int SWATCH = 26;
    private static final int AREA_RIGHT = 370;

    /** More classes than a picture can list are left to summary.json. */
    private static final int MAX_ROWS = 24;

    private final List<String> classNames;
    private final Palette palette;
    private final ClassShares shares;

    Legend(List<String> classNames, Palette palette, ClassShares shares) {
        this.classNames = List.copyOf(classNames);
        this.palette = palette;
        this.shares = shares;
    }

    void draw(Graphics2D g, int x, int top) {
        Ink.plain(g, 18, Ink.FAINT);
        Ink.text(g, "class", x, top + 18);
        Ink.textEndingAt(g, "mm²", x + AREA_RIGHT, top + 18);
        Ink.textEndingAt(g, "%", x + WIDTH, top + 18);
        int y = rule(g, x, top + 30);
        int rows = Math.min(classNames.size(), MAX_ROWS);
        for (int i = 0; i < rows; i++) {
            drawClass(g, i, x, y);
            y += ROW;
        }
        if (rows < classNames.size()) {
            Ink.plain(g, 18, Ink.FAINT);
            Ink.text(g, "and " + (classNames.size() - rows) + " more: see summary.json", x, y + 28);
            y += ROW;
        }
        y = rule(g, x, y + 8);
        drawTotals(g, x, y);
    }

    private void drawClass(Graphics2D g, int i, int x, int y) {
        Color ink = shares.tiles(i) > 0 ? Ink.TEXT : Ink.FAINT;
        swatch(g, palette.colour(i), x, y);
        Ink.bold(g, 20, ink);
        String name = Ink.fitting(g, classNames.get(i), 180);
        Ink.text(g, name, x + SWATCH + 14, y + 28);
        int after = x + SWATCH + 14 + Math.max(Ink.widthOf(g, name), 72) + 12;
        Ink.plain(g, 18, Ink.FAINT);
        Ink.text(g, palette.tissue(i), after, y + 28);
        Ink.plain(g, 20, ink);
        Ink.textEndingAt(g, area(shares.areaMm2(i)), x + AREA_RIGHT, y + 28);
        Ink.textEndingAt(g, percent(shares.share(i)), x + WIDTH, y + 28);
    }

    private void drawTotals(Graphics2D g, int x, int top) {
        Ink.bold(g, 20, Ink.TEXT);
        Ink.text(g, "tissue read", x + SWATCH + 14, top + 28);
        Ink.textEndingAt(g, area(shares.scoredMm2()), x + AREA_RIGHT, top + 28);
        int y = top + ROW;
        if (shares.unsureTiles() > 0) {
            hatched(g, x, y);
            Ink.plain(g, 20, Ink.TEXT);
            Ink.text(g, "of it unsure, hatched", x + SWATCH + 14, y + 28);
            Ink.textEndingAt(g, area(shares.unsureMm2()), x + AREA_RIGHT, y + 28);
            Ink.textEndingAt(g, percent(shares.unsureMm2() / shares.scoredMm2()), x + WIDTH, y + 28);
            y += ROW;
        }
        if (shares.rejectedTiles() > 0) {
            swatch(g, Palette.UNREAD, x, y);
            Ink.bold(g, 20, Ink.TEXT);
            Ink.text(g, "unread", x + SWATCH + 14, y + 28);
            Ink.plain(g, 20, Ink.TEXT);
            Ink.textEndingAt(g, area(shares.unreadMm2()), x + AREA_RIGHT, y + 28);
        }
    }

    private static void hatched(Graphics2D g, int x, int y) {
        int top = y + (ROW - SWATCH) / 2;
        Shape before = g.getClip();
        g.setColor(Ink.LINE);
        g.drawRect(x, top, SWATCH, SWATCH);
        g.clipRect(x, top, SWATCH, SWATCH);
        g.setColor(Ink.FAINT);
        Stroke thin = g.getStroke();
        g.setStroke(new BasicStroke(4));
        for (int offset = -SWATCH; offset < SWATCH; offset += 9) {
            g.drawLine(x + offset, top, x + offset + SWATCH, top + SWATCH);
        }
        g.setStroke(thin);
        g.setClip(before);
    }

    private static int rule(Graphics2D g, int x, int y) {
        g.setColor(Ink.LINE);
        g.fillRect(x, y, WIDTH, 2);
        return y + 10;
    }

    private static void swatch(Graphics2D g, int rgb, int x, int y) {
        g.setColor(new Color(rgb));
        g.fillRoundRect(x, y + (ROW - SWATCH) / 2, SWATCH, SWATCH, 6, 6);
    }

    private static String area(double mm2) {
        return String.format(Locale.ROOT, mm2 < 10 ? "%.3f" : "%.1f", mm2);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100);
    }
}
