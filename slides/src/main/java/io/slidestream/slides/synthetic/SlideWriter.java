package io.slidestream.slides.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Lays a synthetic slide out as an Aperio SVS: full resolution, thumbnail, then the reduced levels. */
final class SlideWriter implements AutoCloseable {
    private static final int MAX_COARSEST_SIDE_PX = 2560;
    private static final int MIN_LEVELS = 3;
    private static final int THUMBNAIL_SIDE_PX = 1024;
    private static final int JPEG = 7;
    private static final int YCBCR = 6;

    private final SyntheticSlide slide;
    private final Mosaic mosaic;
    private final TiffWriter tiff;
    private final JpegEncoder jpeg = new JpegEncoder();

    SlideWriter(SyntheticSlide slide, Mosaic mosaic, Path path) throws IOException {
        this.slide = slide;
        this.mosaic = mosaic;
        this.tiff = new TiffWriter(path, slide.bigAboveBytes);
    }

    void write() throws IOException {
        int levels = MIN_LEVELS;
        while (Math.max(side(slide.widthPx, levels - 1), side(slide.heightPx, levels - 1)) > MAX_COARSEST_SIDE_PX) {
            levels++;
        }
        for (int level = 0; level < levels; level++) {
            mosaic.addLevel(tiles(slide.widthPx, level), tiles(slide.heightPx, level));
        }
        tiff.add(level(0));
        tiff.add(thumbnail(levels - 1));
        for (int level = 1; level < levels; level++) {
            tiff.add(level(level));
        }
        tiff.finish();
    }

    @Override
    public void close() throws IOException {
        jpeg.close();
        tiff.close();
    }

    private TiffDirectory level(int level) throws IOException {
        int columns = tiles(slide.widthPx, level);
        int rows = tiles(slide.heightPx, level);
        long[] offsets = new long[columns * rows];
        long[] counts = new long[columns * rows];
        Map<Integer, Integer> firstPlaces = new HashMap<>();
        Map<Integer, byte[]> encoded = new HashMap<>();
        for (int i = 0; i < offsets.length; i++) {
            int picture = mosaic.picture(level, i % columns, i / columns);
            Integer first = firstPlaces.get(picture);
            if (level == 0 && isCorrupt(i % columns, i / columns)) {
                byte[] junk = junk();
                offsets[i] = tiff.append(junk);
                counts[i] = junk.length;
            } else if (first != null && !slide.distinct) {
                offsets[i] = offsets[first];
                counts[i] = counts[first];
            } else {
                byte[] bytes = encoded.get(picture);
                if (bytes == null) {
                    bytes = jpeg.encode(mosaic.pixels(level, picture), slide.tilePx, slide.tilePx);
                }
                offsets[i] = tiff.append(bytes);
                counts[i] = bytes.length;
                firstPlaces.put(picture, i);
                if (slide.distinct) {
                    encoded.put(picture, bytes);
                }
            }
        }
        return directory(side(slide.widthPx, level), side(slide.heightPx, level))
                .shorts(322, slide.tilePx)
                .shorts(323, slide.tilePx)
                .longs(324, offsets)
                .longs(325, counts);
    }

    private TiffDirectory thumbnail(int level) throws IOException {
        int widthPx = side(slide.widthPx, level);
        int heightPx = side(slide.heightPx, level);
        int factor = (Math.max(widthPx, heightPx) - 1) / THUMBNAIL_SIDE_PX + 1;
        int[] small = Shrink.boxes(wholeLevel(level, widthPx, heightPx), widthPx, factor);
        int smallWidthPx = Math.max(1, widthPx / factor);
        int smallHeightPx = small.length / smallWidthPx;
        byte[] bytes = jpeg.encode(small, smallWidthPx, smallHeightPx);
        return directory(smallWidthPx, smallHeightPx)
                .longs(273, tiff.append(bytes))
                .longs(278, smallHeightPx)
                .longs(279, bytes.length);
    }

    private int[] wholeLevel(int level, int widthPx, int heightPx) {
        int[] rgb = new int[widthPx * heightPx];
        for (int row = 0; row < tiles(slide.heightPx, level); row++) {
            for (int column = 0; column < tiles(slide.widthPx, level); column++) {
                int[] tile = mosaic.pixels(level, mosaic.picture(level, column, row));
                int left = column * slide.tilePx;
                int top = row * slide.tilePx;
                int length = Math.min(slide.tilePx, widthPx - left);
                for (int y = 0; y < Math.min(slide.tilePx, heightPx - top); y++) {
                    System.arraycopy(tile, y * slide.tilePx, rgb, (top + y) * widthPx + left, length);
                }
            }
        }
        return rgb;
    }

    private TiffDirectory directory(int widthPx, int heightPx) {
        String description = "Aperio Image Library v11.2.1\r\n" + slide.widthPx + "x" + slide.heightPx + " [0,0 "
                + slide.widthPx + "x" + slide.heightPx + "] (" + slide.tilePx + "x" + slide.tilePx
                + ") JPEG/YCC Q=80|Filename = synthetic|Seed = " + slide.seed
                + (slide.mpp.isPresent()
                        ? "|AppMag = " + trimmed(10 / slide.mpp.getAsDouble()) + "|MPP = "
                                + trimmed(slide.mpp.getAsDouble())
                        : "");
        return new TiffDirectory()
                .longs(254, 0)
                .longs(256, widthPx)
                .longs(257, heightPx)
                .shorts(258, 8, 8, 8)
                .shorts(259, JPEG)
                .shorts(262, YCBCR)
                .ascii(270, description)
                .shorts(277, 3)
                .shorts(284, 1)
                .shorts(530, 2, 2);
    }

    private boolean isCorrupt(int column, int row) {
        return slide.corruptTiles.contains(new SyntheticSlide.TilePosition(column, row));
    }

    private static byte[] junk() {
        byte[] junk = new byte[2000];
        new SplittableRandom(0).nextBytes(junk);
        Arrays.fill(junk, 0, 16, (byte) 0);
        return junk;
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static int side(int level0Px, int level) {
        return Math.max(1, level0Px >> (2 * level));
    }

    private int tiles(int level0Px, int level) {
        return (side(level0Px, level) - 1) / slide.tilePx + 1;
    }
}
