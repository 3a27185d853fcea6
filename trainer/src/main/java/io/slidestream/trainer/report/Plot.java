package io.slidestream.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A white sheet to draw a figure on, without a display. */
final class Plot {
    static final Color INK = new Color(0x22, 0x2a, 0x35);
    static final Color FAINT = new Color(0xd9, 0xde, 0xe5);
    static final Color GREY = new Color(0x6b, 0x76, 0x84);
    static final Color BLUE = new Color(0x1f, 0x5f, 0xa8);
    static final Color ORANGE = new Color(0xd9, 0x6b, 0x1e);

    private final BufferedImage image;
    final Graphics2D pen;

    Plot(int widthPx, int heightPx) {
        image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, widthPx, heightPx);
        pen.setStroke(new BasicStroke(1));
        text(14);
    }

    /** Sets what follows in upright letters. */
    void text(int sizePx) {
        letters(Font.PLAIN, sizePx);
    }

    /** Sets what follows in bold letters. */
    void bold(int sizePx) {
        letters(Font.BOLD, sizePx);
    }

    private void letters(int style, int sizePx) {
        pen.setFont(new Font(Font.SANS_SERIF, style, sizePx));
        pen.setColor(INK);
    }

    void left(String words, double x, double y) {
        pen.drawString(words, (float) x, (float) y);
    }

    void centered(String words, double x, double y) {
        left(words, x - pen.getFontMetrics().stringWidth(words) / 2.0, y);
    }

    void right(String words, double x, double y) {
        left(words, x - pen.getFontMetrics().stringWidth(words), y);
    }

    byte[] png() {
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
