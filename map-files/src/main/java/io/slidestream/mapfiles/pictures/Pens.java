package io.slidestream.mapfiles.pictures;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Colours and letters of the overlay. Java needs fontconfig and one font to draw letters; on a machine without them
 * pictures come without letters rather than not at all.
 */
public final class Pens {
    public static final Color PAPER = Color.WHITE;
    public static final Color TEXT = new Color(0x22, 0x26, 0x2B);
    public static final Color FAINT = new Color(0x6B, 0x72, 0x7B);
    public static final Color LINE = new Color(0xD5, 0xD9, 0xDE);

    private static final Logger log = LoggerFactory.getLogger(Pens.class);
    private static final boolean LETTERS = lettersWork();

    private Pens() {}

    public static void plain(Graphics2D g, int sizePx, Color colour) {
        set(g, Font.PLAIN, sizePx, colour);
    }

    public static void bold(Graphics2D g, int sizePx, Color colour) {
        set(g, Font.BOLD, sizePx, colour);
    }

    public static void text(Graphics2D g, String text, int x, int baseline) {
        if (LETTERS) {
            g.drawString(text, x, baseline);
        }
    }

    public static void textEndingAt(Graphics2D g, String text, int right, int baseline) {
        if (LETTERS) {
            g.drawString(text, right - widthOf(g, text), baseline);
        }
    }

    public static int widthOf(Graphics2D g, String text) {
        return LETTERS ? g.getFontMetrics().stringWidth(text) : 0;
    }

    /** The text, shortened in its middle until it fits. */
    public static String fitting(Graphics2D g, String text, int widthPx) {
        String shown = text;
        for (int cut = 2; widthOf(g, shown) > widthPx && cut < text.length() - 2; cut++) {
            int keep = text.length() - cut;
            shown = text.substring(0, keep / 2) + "…" + text.substring(text.length() - (keep - keep / 2));
        }
        return shown;
    }

    public static void smooth(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
    }

    private static void set(Graphics2D g, int style, int sizePx, Color colour) {
        g.setColor(colour);
        if (LETTERS) {
            g.setFont(new Font(Font.SANS_SERIF, style, sizePx));
        }
    }

    private static boolean lettersWork() {
        var image = new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 8));
            return g.getFontMetrics().stringWidth("a") > 0;
        } catch (RuntimeException | LinkageError | InternalError e) {
            log.warn(
                    "no font could be loaded ({}); overlays come without letters. Install fontconfig and fonts-dejavu",
                    e);
            return false;
        } finally {
            g.dispose();
        }
    }
}
