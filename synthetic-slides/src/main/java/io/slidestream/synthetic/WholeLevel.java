package io.slidestream.synthetic;

import java.io.IOException;

/** A whole level's pixels, of which the thumbnail is made. */
final class WholeLevel {
    private static final int THUMBNAIL_SIDE_PX = 1024;

    private final int tilePx;
    private final int widthPx;
    private final int heightPx;
    private final int[] rgb;

    WholeLevel(SlideShape shape, int level) {
        tilePx = shape.tilePx();
        widthPx = shape.widthPx(level);
        heightPx = shape.heightPx(level);
        rgb = new int[Math.multiplyExact(widthPx, heightPx)];
    }

    /** Threads may place different tiles at the same time. */
    void place(int column, int row, int[] tile) {
        int left = column * tilePx;
        int top = row * tilePx;
        int length = Math.min(tilePx, widthPx - left);
        for (int y = 0; y < Math.min(tilePx, heightPx - top); y++) {
            System.arraycopy(tile, y * tilePx, rgb, (top + y) * widthPx + left, length);
        }
    }

    /** Appends the picture and returns its directory. */
    TiffDirectory thumbnail(TiffWriter tiff) throws IOException {
        int factor = (Math.max(widthPx, heightPx) - 1) / THUMBNAIL_SIDE_PX + 1;
        int[] small = Shrink.boxes(rgb, widthPx, factor);
        int smallWidthPx = Math.max(1, widthPx / factor);
        int smallHeightPx = small.length / smallWidthPx;
        try (TileEncoder jpeg = new JpegEncoder(JpegFormat.DEFAULT)) {
            byte[] bytes = jpeg.encode(small, smallWidthPx, smallHeightPx);
            return PyramidTags.strip(smallWidthPx, smallHeightPx, tiff.append(bytes), bytes.length);
        }
    }
}
