package io.slidestream.slides;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * OpenSlide fails a whole read for one tile, and then reads the place alone on a fresh handle (1-4 ms). So only what failed
 * is read again, in squares as large as the level's tiles, and each that fails again from the next finer level. A file that
 * is broken all over would keep a thread for hours: it is given up after MAX_FAILURES, or once a quarter of it is lost.
 */
/**
 * A reader for pictures of the whole slide, in which one broken tile must not decide about the others: what cannot be
 * decoded at a level is read from the next finer one, and is white where no level has it. Safe for concurrent use.
 */
public final class ForgivingReader extends ForwardingReader {
    private static final int WHITE = 0xffffff;
    private static final int DEFAULT_SQUARE_PX = 256;
    private static final int MAX_SQUARE_PX = 2048;
    private static final int MAX_FAILURES = 2000;
    private static final double MAX_LOST_SHARE = 0.25;

    private final List<Level0Region> lost = new ArrayList<>();
    private long lostPx;
    private int replaced;
    private int failures;

    /** @param reader owned from now on */
    public ForgivingReader(SlideReader reader) {
        super(reader);
    }

    /** Number of places read from a finer level than was asked for. */
    public synchronized int replaced() {
        return replaced;
    }

    /** Places that no level has. */
    public synchronized List<Level0Region> lost() {
        return List.copyOf(lost);
    }

    /** @throws SlideException as the reader does, but UNREADABLE only where too much of the slide is */
    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        try {
            return super.read(region, level);
        } catch (SlideException e) {
            return mended(LevelExtent.of(properties(), region, level), levelOf(level), e);
        }
    }

    @Override
    public Excerpt excerpt(Level0Region region, int level, int maxReduction) throws SlideException {
        try {
            return super.excerpt(region, level, maxReduction);
        } catch (SlideException e) {
            return Excerpt.of(mended(LevelExtent.of(properties(), region, level), levelOf(level), e));
        }
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        try {
            return super.thumbnail(maxSidePx);
        } catch (SlideException e) {
            return new Thumbnail(properties(), maxSidePx)
                    .draw((level, level0Y, rows) -> mended(
                            new LevelExtent(0, level0Y, level.downsample(), (int) level.widthPx(), rows), level, e));
        }
    }

    /** @param failure of the read in one piece; thrown unless it is about pixels */
    private RgbImage mended(LevelExtent extent, Level level, SlideException failure) throws SlideException {
        if (failure.reason() != RejectionReason.UNREADABLE) {
            throw failure;
        }
        int[] rgb = new int[extent.widthPx() * extent.heightPx()];
        Arrays.fill(rgb, WHITE);
        int width = square(level, "width");
        int height = square(level, "height");
        for (int y = 0; y < extent.heightPx(); ) {
            int below = Math.min(extent.heightPx(), y + height - (int) ((long) (extent.y() + y) % height));
            for (int x = 0; x < extent.widthPx(); ) {
                int right = Math.min(extent.widthPx(), x + width - (int) ((long) (extent.x() + x) % width));
                RgbImage part = part(extent, level, x, y, right - x, below - y);
                copy(part, rgb, extent, x, y, right - x, below - y);
                x = right;
            }
            y = below;
        }
        return new RgbImage(extent.widthPx(), extent.heightPx(), rgb);
    }

    private RgbImage part(LevelExtent extent, Level level, int x, int y, int widthPx, int heightPx)
            throws SlideException {
        long left = Math.min(properties().widthPx() - 1, extent.level0X() + Math.round(x * level.downsample()));
        long top = Math.min(properties().heightPx() - 1, extent.level0Y() + Math.round(y * level.downsample()));
        long width = Math.min(properties().widthPx() - left, Math.round(widthPx * level.downsample()));
        long height = Math.min(properties().heightPx() - top, Math.round(heightPx * level.downsample()));
        Level0Region region = new Level0Region(left, top, (int) Math.max(1, width), (int) Math.max(1, height));
        try {
            return super.read(region, level.index());
        } catch (SlideException e) {
            if (e.reason() != RejectionReason.UNREADABLE) {
                throw e;
            }
            return instead(region, level, e);
        }
    }

    private RgbImage instead(Level0Region region, Level level, SlideException failure) throws SlideException {
        LevelExtent here = LevelExtent.of(properties(), region, level.index());
        count(region, level, failure);
        if (level.index() == 0) {
            int[] white = new int[here.widthPx() * here.heightPx()];
            Arrays.fill(white, WHITE);
            return new RgbImage(here.widthPx(), here.heightPx(), white);
        }
        RgbImage finer = read(region, level.index() - 1);
        int width = Math.min(here.widthPx(), finer.widthPx());
        int height = Math.min(here.heightPx(), finer.heightPx());
        AreaMean mean = new AreaMean(finer.widthPx(), finer.heightPx(), width, height);
        mean.add(finer);
        return mean.image();
    }

    private synchronized void count(Level0Region region, Level level, SlideException failure) throws SlideException {
        failures++;
        if (level.index() > 0) {
            replaced++;
        } else {
            lost.add(region);
            lostPx += (long) region.width() * region.height();
        }
        double slidePx = (double) properties().widthPx() * properties().heightPx();
        if (failures > MAX_FAILURES || lostPx > MAX_LOST_SHARE * slidePx) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    "too many places of the slide cannot be decoded (" + failures + "), among them "
                            + failure.getMessage() + "; copy it again",
                    failure);
        }
    }

    private static void copy(RgbImage part, int[] rgb, LevelExtent extent, int x, int y, int widthPx, int heightPx) {
        for (int row = 0; row < Math.min(heightPx, part.heightPx()); row++) {
            System.arraycopy(
                    part.rgb(),
                    row * part.widthPx(),
                    rgb,
                    (y + row) * extent.widthPx() + x,
                    Math.min(widthPx, part.widthPx()));
        }
    }

    private Level levelOf(int index) {
        return properties().levels().get(index);
    }

    private int square(Level level, String side) {
        String text = properties().raw().get("openslide.level[" + level.index() + "].tile-" + side);
        try {
            int px = text == null ? DEFAULT_SQUARE_PX : Integer.parseInt(text);
            return px < 16 || px > MAX_SQUARE_PX ? DEFAULT_SQUARE_PX : px;
        } catch (NumberFormatException e) {
            return DEFAULT_SQUARE_PX;
        }
    }
}
