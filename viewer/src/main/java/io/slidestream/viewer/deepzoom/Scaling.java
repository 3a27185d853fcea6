package io.slidestream.viewer.deepzoom;

import io.slidestream.slides.RgbImage;

/** Brings pixels to a wanted size: the mean of the area where it shrinks, the nearest pixel where it stretches. */
final class Scaling {
    private Scaling() {}

    static RgbImage to(RgbImage image, int widthPx, int heightPx) {
        if (image.widthPx() == widthPx && image.heightPx() == heightPx) {
            return image;
        }
        int[] columns = bounds(image.widthPx(), widthPx);
        int[] rows = bounds(image.heightPx(), heightPx);
        int[] rgb = new int[widthPx * heightPx];
        for (int y = 0; y < heightPx; y++) {
            int bottom = Math.max(rows[y] + 1, rows[y + 1]);
            for (int x = 0; x < widthPx; x++) {
                int right = Math.max(columns[x] + 1, columns[x + 1]);
                rgb[y * widthPx + x] = mean(image, columns[x], rows[y], right, bottom);
            }
        }
        return new RgbImage(widthPx, heightPx, rgb);
    }

    /** Beginnings of the target pixels in the source, and the end. */
    private static int[] bounds(int source, int target) {
        int[] bounds = new int[target + 1];
        for (int i = 0; i <= target; i++) {
            bounds[i] = (int) ((long) i * source / target);
        }
        return bounds;
    }

    private static int mean(RgbImage image, int left, int top, int right, int bottom) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int y = top; y < bottom; y++) {
            int row = y * image.widthPx();
            for (int x = left; x < right; x++) {
                int pixel = image.rgb()[row + x];
                red += pixel >>> 16 & 255;
                green += pixel >>> 8 & 255;
                blue += pixel & 255;
            }
        }
        int count = (right - left) * (bottom - top);
        int half = count / 2;
        return (red + half) / count << 16 | (green + half) / count << 8 | (blue + half) / count;
    }
}
