package io.slidestream.mapfiles.pictures;

import java.awt.Color;
import java.awt.Graphics2D;

/** A bar of a round length in the lower left corner of the slide. */
public final class ScaleBar {
    private static final int INSET = 20;
    private static final int PADDING = 14;
    private static final int THICKNESS = 6;
    private static final int LETTERS_PX = 20;

    private ScaleBar() {}

    /** @param bottom the slide's lower edge in the picture */
    public static void draw(Graphics2D g, int left, int bottom, int slideWidthPx, double micronsPerPixel) {
        double microns = length(slideWidthPx * micronsPerPixel / 4);
        int barPx = (int) Math.max(1, Math.round(microns / micronsPerPixel));
        String label = label(microns);
        Pens.bold(g, LETTERS_PX, Pens.TEXT);
        int boxWidth = Math.max(barPx, Pens.widthOf(g, label)) + 2 * PADDING;
        int boxHeight = LETTERS_PX + THICKNESS + 2 * PADDING;
        int x = left + INSET;
        int y = bottom - INSET - boxHeight;
        g.setColor(new Color(255, 255, 255, 225));
        g.fillRoundRect(x, y, boxWidth, boxHeight, 10, 10);
        g.setColor(Pens.TEXT);
        Pens.text(g, label, x + (boxWidth - Pens.widthOf(g, label)) / 2, y + PADDING + LETTERS_PX - 6);
        g.fillRect(x + (boxWidth - barPx) / 2, y + boxHeight - PADDING - THICKNESS + 2, barPx, THICKNESS);
    }

    /** The largest 1, 2 or 5 times a power of ten up to the limit. */
    static double length(double limitMicrons) {
        double power = Math.pow(10, Math.floor(Math.log10(limitMicrons)));
        double lead = limitMicrons / power;
        return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
    }

    static String label(double microns) {
        return microns >= 1000 ? plain(microns / 1000) + " mm" : plain(microns) + " µm";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
