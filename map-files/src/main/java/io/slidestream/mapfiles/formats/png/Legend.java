package io.slidestream.mapfiles.formats.png;

import io.slidestream.mapfiles.map.ClassShares;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.pictures.Pens;
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
        Pens.plain(g, 18, Pens.FAINT);
        Pens.text(g, "class", x, top + 18);
        Pens.textEndingAt(g, "mm²", x + AREA_RIGHT, top + 18);
        Pens.textEndingAt(g, "%", x + WIDTH, top + 18);
        int y = rule(g, x, top + 30);
        int rows = Math.min(classNames.size(), MAX_ROWS);
        for (int i = 0; i < rows; i++) {
            drawClass(g, i, x, y);
            y += ROW;
        }
        if (rows < classNames.size()) {
            Pens.plain(g, 18, Pens.FAINT);
            Pens.text(g, "and " + (classNames.size() - rows) + " more: see summary.json", x, y + 28);
            y += ROW;
        }
        y = rule(g, x, y + 8);
        drawTotals(g, x, y);
    }

    private void drawClass(Graphics2D g, int i, int x, int y) {
        Color ink = shares.tiles(i) > 0 ? Pens.TEXT : Pens.FAINT;
        swatch(g, palette.colour(i), x, y);
        Pens.bold(g, 20, ink);
        String name = Pens.fitting(g, classNames.get(i), 180);
        Pens.text(g, name, x + SWATCH + 14, y + 28);
        int after = x + SWATCH + 14 + Math.max(Pens.widthOf(g, name), 72) + 12;
        Pens.plain(g, 18, Pens.FAINT);
        Pens.text(g, palette.tissue(i), after, y + 28);
        Pens.plain(g, 20, ink);
        Pens.textEndingAt(g, area(shares.areaMm2(i)), x + AREA_RIGHT, y + 28);
        Pens.textEndingAt(g, percent(shares.areaFraction(i)), x + WIDTH, y + 28);
    }

    private void drawTotals(Graphics2D g, int x, int top) {
        Pens.bold(g, 20, Pens.TEXT);
        Pens.text(g, "tissue read", x + SWATCH + 14, top + 28);
        Pens.textEndingAt(g, area(shares.scoredMm2()), x + AREA_RIGHT, top + 28);
        int y = top + ROW;
        if (shares.unsureTiles() > 0) {
            hatched(g, x, y);
            Pens.plain(g, 20, Pens.TEXT);
            Pens.text(g, "of it unsure, hatched", x + SWATCH + 14, y + 28);
            Pens.textEndingAt(g, area(shares.unsureMm2()), x + AREA_RIGHT, y + 28);
            Pens.textEndingAt(g, percent(shares.unsureMm2() / shares.scoredMm2()), x + WIDTH, y + 28);
            y += ROW;
        }
        if (shares.unfamiliarTiles() > 0) {
            Pens.plain(g, 20, Pens.TEXT);
            Pens.text(g, "of it unfamiliar", x + SWATCH + 14, y + 28);
            Pens.textEndingAt(g, area(shares.unfamiliarMm2()), x + AREA_RIGHT, y + 28);
            Pens.textEndingAt(g, percent(shares.unfamiliarMm2() / shares.scoredMm2()), x + WIDTH, y + 28);
            y += ROW;
        }
        if (shares.rejectedTiles() > 0) {
            swatch(g, Palette.UNREAD, x, y);
            Pens.bold(g, 20, Pens.TEXT);
            Pens.text(g, "unread", x + SWATCH + 14, y + 28);
            Pens.plain(g, 20, Pens.TEXT);
            Pens.textEndingAt(g, area(shares.unreadMm2()), x + AREA_RIGHT, y + 28);
        }
    }

    private static void hatched(Graphics2D g, int x, int y) {
        int top = y + (ROW - SWATCH) / 2;
        Shape before = g.getClip();
        g.setColor(Pens.LINE);
        g.drawRect(x, top, SWATCH, SWATCH);
        g.clipRect(x, top, SWATCH, SWATCH);
        g.setColor(Pens.FAINT);
        Stroke thin = g.getStroke();
        g.setStroke(new BasicStroke(4));
        for (int offset = -SWATCH; offset < SWATCH; offset += 9) {
            g.drawLine(x + offset, top, x + offset + SWATCH, top + SWATCH);
        }
        g.setStroke(thin);
        g.setClip(before);
    }

    private static int rule(Graphics2D g, int x, int y) {
        g.setColor(Pens.LINE);
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
