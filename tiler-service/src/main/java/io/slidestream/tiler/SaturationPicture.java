package io.slidestream.tiler;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;

/**
 * The slide's colourfulness at low resolution: 8-bit HSV saturation, {@code 255 * (max - min) / max}.
 *
 * @param values row by row, 0..255
 * @param pixelPx side of a pixel in level-0 pixels
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record SaturationPicture(int widthPx, int heightPx, byte[] values, double pixelPx) {
    /*
     * The coarsest level that is fine enough is read and averaged down by a whole factor. A slide of one level is read
     * whole: in pieces of CHUNK_PX, so that 100,000 x 80,000 px needs 16 MB of pixels at a time and not 32 GB.
     */
    private static final int CHUNK_PX = 2048;

    /** Resolutions are rarely round: 7.98 microns are as good as 8. */
    private static final double TOLERANCE = 1.02;

    static SaturationPicture read(SlideReader slide, double mpp, TissueSettings settings)
            throws SlideException, InterruptedException {
        SlideProperties properties = slide.properties();
        Level level = LevelChoice.best(properties.levels(), settings.maxUmPerPx() / mpp);
        double levelMpp = level.downsample() * mpp;
        int factor = (int) Math.max(1, Math.ceil(settings.minUmPerPx() / TOLERANCE / levelMpp));
        int width = (int) ((level.widthPx() + factor - 1) / factor);
        int height = (int) ((level.heightPx() + factor - 1) / factor);
        byte[] values = new byte[Math.multiplyExact(width, height)];
        int step = Math.max(1, CHUNK_PX / factor);
        for (int y = 0; y < height; y += step) {
            for (int x = 0; x < width; x += step) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while reading the slide for its tissue");
                }
                Level0Region region = region(properties, level, factor, x, y, step);
                RgbImage chunk = slide.read(region, level.index());
                average(chunk, factor, settings.minBrightness(), values, width, height, x, y);
            }
        }
        return new SaturationPicture(width, height, values, level.downsample() * factor);
    }

    private static Level0Region region(SlideProperties slide, Level level, int factor, int x, int y, int step) {
        double pixelPx = level.downsample() * factor;
        long left = Math.min(Math.round(x * pixelPx), slide.widthPx() - 1);
        long top = Math.min(Math.round(y * pixelPx), slide.heightPx() - 1);
        long right = Math.min(Math.round((x + step) * pixelPx), slide.widthPx());
        long bottom = Math.min(Math.round((y + step) * pixelPx), slide.heightPx());
        return new Level0Region(left, top, (int) Math.max(1, right - left), (int) Math.max(1, bottom - top));
    }

    private static void average(
            RgbImage chunk, int factor, int minBrightness, byte[] values, int width, int height, int x0, int y0) {
        int columns = Math.min((chunk.widthPx() + factor - 1) / factor, width - x0);
        int rows = Math.min((chunk.heightPx() + factor - 1) / factor, height - y0);
        int[] rgb = chunk.rgb();
        for (int row = 0; row < rows; row++) {
            int bottom = Math.min((row + 1) * factor, chunk.heightPx());
            for (int column = 0; column < columns; column++) {
                int right = Math.min((column + 1) * factor, chunk.widthPx());
                long red = 0;
                long green = 0;
                long blue = 0;
                for (int y = row * factor; y < bottom; y++) {
                    for (int i = y * chunk.widthPx() + column * factor; i < y * chunk.widthPx() + right; i++) {
                        red += (rgb[i] >> 16) & 0xFF;
                        green += (rgb[i] >> 8) & 0xFF;
                        blue += rgb[i] & 0xFF;
                    }
                }
                int count = (bottom - row * factor) * (right - column * factor);
                values[(y0 + row) * width + x0 + column] =
                        saturation((double) red / count, (double) green / count, (double) blue / count, minBrightness);
            }
        }
    }

    private static byte saturation(double red, double green, double blue, int minBrightness) {
        double max = Math.max(red, Math.max(green, blue));
        double min = Math.min(red, Math.min(green, blue));
        return max < Math.max(1, minBrightness) ? 0 : (byte) Math.round(255 * (max - min) / max);
    }
}
