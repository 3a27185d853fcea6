package io.slidestream.tiler.tissue;

import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;

/**
 * The slide's colours at low resolution.
 *
 * @param saturation 8-bit HSV saturation, {@code 255 * (max - min) / max}, row by row
 * @param ink a value of {@link Ink} for each pixel
 * @param pixelPx side of a pixel in level-0 pixels
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record SaturationPicture(int widthPx, int heightPx, byte[] saturation, byte[] ink, double pixelPx) {
    /** Resolutions are rarely round: 7.98 microns are as good as 8. */
    private static final double TOLERANCE = 1.02;

    /** Larger masks are made at half the resolution, as long as that is allowed: 16 Mpx are 32 x 32 mm at 8 microns. */
    private static final long MAX_PIXELS = 1L << 24;

    /** Larger ones are made coarser than is asked for: 32 Mpx are 92 x 92 mm at 16 microns, more than any usual glass. */
    private static final long MOST_PIXELS = 1L << 25;

    /** The coarsest level that is fine enough is averaged down by a whole factor. */
    static SaturationPicture read(SlideReader slide, double mpp, TissueSettings settings)
            throws SlideException, InterruptedException {
        SlideProperties properties = slide.properties();
        Level level =
                LevelChoice.best(properties.levels(), settings.resolution().maxUmPerPx() / mpp);
        int factor = factor(level, level.downsample() * mpp, settings);
        CellGrid grid = new CellGrid(properties, level, factor);
        byte[] saturation = new byte[Math.multiplyExact(grid.columns(), grid.rows())];
        byte[] ink = new byte[saturation.length];
        grid.read(slide, (column, row, red, green, blue) -> {
            saturation[row * grid.columns() + column] =
                    saturation(red, green, blue, settings.colour().minBrightness());
            ink[row * grid.columns() + column] = Ink.of(red, green, blue);
        });
        return new SaturationPicture(grid.columns(), grid.rows(), saturation, ink, level.downsample() * factor);
    }

    /** The side of a mask's pixel in pixels of the level. */
    static int factor(Level level, double levelMpp, TissueSettings settings) {
        int factor = (int) Math.max(1, Math.ceil(settings.resolution().minUmPerPx() / TOLERANCE / levelMpp));
        while (pixels(level, factor) > MAX_PIXELS
                && 2 * factor * levelMpp <= settings.resolution().maxUmPerPx() * TOLERANCE) {
            factor *= 2;
        }
        while (pixels(level, factor) > MOST_PIXELS) {
            factor *= 2;
        }
        return factor;
    }

    private static long pixels(Level level, int factor) {
        return (level.widthPx() / factor + 1) * (level.heightPx() / factor + 1);
    }

    private static byte saturation(double red, double green, double blue, int minBrightness) {
        double max = Math.max(red, Math.max(green, blue));
        double min = Math.min(red, Math.min(green, blue));
        return max < Math.max(1, minBrightness) ? 0 : (byte) Math.round(255 * (max - min) / max);
    }
}
