package io.slidestream.slides;

import io.slidestream.contracts.Level0Region;

/**
 * A region at a level: its origin in level-0 pixels, and its size in pixels of the level.
 *
 * @param downsample of the level
 */
public record LevelExtent(long level0X, long level0Y, double downsample, int widthPx, int heightPx) {
    /** One image's pixels at most; 1 GiB of ARGB, far above any tile or strip. */
    public static final long MAX_IMAGE_PX = 1L << 28;

    /** Pixels of a label, macro image or thumbnail at most; they are decoded as a whole. 128 MiB of ARGB. */
    public static final long MAX_ASSOCIATED_PX = 1L << 25;

    /** @throws IllegalArgumentException if the region leaves the slide, the level does not exist or it is too much */
    public static LevelExtent of(SlideProperties slide, Level0Region region, int level) {
        int levels = slide.levels().size();
        if (level < 0 || level >= levels) {
            throw new IllegalArgumentException("level must be in 0.." + (levels - 1) + ", was " + level);
        }
        if (region.x() + region.width() > slide.widthPx() || region.y() + region.height() > slide.heightPx()) {
            throw new IllegalArgumentException(
                    region + " leaves the slide of " + slide.widthPx() + "x" + slide.heightPx() + " px");
        }
        double downsample = slide.levels().get(level).downsample();
        long widthPx = Math.max(1, Math.round(region.width() / downsample));
        long heightPx = Math.max(1, Math.round(region.height() / downsample));
        if (widthPx > MAX_IMAGE_PX / heightPx) {
            throw new IllegalArgumentException(region + " at level " + level + " is " + widthPx + "x" + heightPx
                    + " px, more than " + MAX_IMAGE_PX + " in one read");
        }
        return new LevelExtent(region.x(), region.y(), downsample, (int) widthPx, (int) heightPx);
    }

    /** Left edge in pixels of the level, not always a whole number. */
    public double x() {
        return level0X / downsample;
    }

    public double y() {
        return level0Y / downsample;
    }

    /** Whether its corner lies between pixels. */
    public boolean isAligned() {
        return x() == Math.rint(x()) && y() == Math.rint(y());
    }
}
