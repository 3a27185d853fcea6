package io.slidestream.tiler.tiling;

import io.slidestream.slides.RgbImage;
import io.slidestream.tiler.tissue.TissueMask;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** The thumbnail on the left; on the right the same with what is not tissue blacked out and ink in yellow. */
final class TissuePicture {
    private static final int GLASS = 0x202028;
    private static final int INK = 0xffd400;
    private static final int GAP_PX = 16;
    private static final int CAPTION_PX = 28;
    private static final int FONT_PX = 16;
    /** Smallest width of a panel, so that captions fit. */
    private static final int MIN_PANEL_PX = 260;

    private TissuePicture() {}

    static BufferedImage of(RgbImage thumbnail, TissueMask mask) {
        int panelPx = Math.max(MIN_PANEL_PX, thumbnail.widthPx());
        BufferedImage picture = new BufferedImage(
                2 * panelPx + 3 * GAP_PX, thumbnail.heightPx() + CAPTION_PX + GAP_PX, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        int right = panelPx + 2 * GAP_PX;
        draw(graphics, thumbnail.rgb(), thumbnail, GAP_PX);
        draw(graphics, masked(thumbnail, mask), thumbnail, right);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_PX));
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.drawString("slide", GAP_PX, CAPTION_PX - 8);
        graphics.drawString(caption(mask), right, CAPTION_PX - 8);
        graphics.dispose();
        return picture;
    }

    private static String caption(TissueMask mask) {
        return String.format(
                java.util.Locale.ROOT,
                "tissue %.1f %%, saturation above %d%s",
                100 * mask.tissueShare(),
                mask.threshold(),
                mask.hasInk() ? ", ink yellow" : "");
    }

    private static void draw(Graphics2D graphics, int[] rgb, RgbImage shape, int left) {
        BufferedImage panel = new BufferedImage(shape.widthPx(), shape.heightPx(), BufferedImage.TYPE_INT_RGB);
        panel.getRaster().setDataElements(0, 0, shape.widthPx(), shape.heightPx(), rgb);
        graphics.drawImage(panel, left, CAPTION_PX, null);
        graphics.setColor(Color.GRAY);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawRect(left - 1, CAPTION_PX - 1, shape.widthPx() + 1, shape.heightPx() + 1);
    }

    private static int[] masked(RgbImage thumbnail, TissueMask mask) {
        int[] rgb = new int[thumbnail.rgb().length];
        for (int y = 0; y < thumbnail.heightPx(); y++) {
            int maskY = (int) ((y + 0.5) * mask.heightPx() / thumbnail.heightPx());
            for (int x = 0; x < thumbnail.widthPx(); x++) {
                int maskX = (int) ((x + 0.5) * mask.widthPx() / thumbnail.widthPx());
                int i = y * thumbnail.widthPx() + x;
                rgb[i] = mask.isInk(maskX, maskY)
                        ? INK
                        : mask.isTissue(maskX, maskY) ? thumbnail.rgb()[i] : GLASS;
            }
        }
        return rgb;
    }
}
