package io.slidestream.slides;

import java.util.List;

/**
 * The whole slide, small: the mean of every pixel of the nearest finer level. Reads in stripes, so a slide without a
 * pyramid costs time but no memory.
 */
public final class Thumbnail {
    private static final int STRIPE_PX = 1 << 24;

    /** Reads full-width rows of a level. */
    @FunctionalInterface
    public interface Rows {
        RgbImage read(Level level, long level0Y, int rows) throws SlideException;
    }

    private final int widthPx;
    private final int heightPx;
    private final Level level;

    public Thumbnail(SlideProperties slide, int maxSidePx) {
        if (maxSidePx < 1 || maxSidePx > 16_384) {
            throw new IllegalArgumentException("maxSidePx must be in 1..16384, was " + maxSidePx);
        }
        double scale = Math.max(1, (double) Math.max(slide.widthPx(), slide.heightPx()) / maxSidePx);
        List<Level> levels = slide.levels();
        level = LevelChoice.best(levels, scale);
        widthPx = (int) Math.max(1, Math.min(level.widthPx(), Math.round(slide.widthPx() / scale)));
        heightPx = (int) Math.max(1, Math.min(level.heightPx(), Math.round(slide.heightPx() / scale)));
    }

    public RgbImage draw(Rows source) throws SlideException {
        AreaMean mean = new AreaMean(level.widthPx(), level.heightPx(), widthPx, heightPx);
        int stripe = (int) Math.max(1, Math.min(level.heightPx(), STRIPE_PX / level.widthPx()));
        for (long y = 0; y < level.heightPx(); y += stripe) {
            int rows = (int) Math.min(stripe, level.heightPx() - y);
            mean.add(source.read(level, Math.round(y * level.downsample()), rows));
        }
        return mean.image();
    }
}
