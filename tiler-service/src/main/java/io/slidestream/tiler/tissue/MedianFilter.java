package io.slidestream.tiler.tissue;

import java.util.Arrays;

/**
 * Median of a square window, the picture's edge repeated outwards. Huang's sliding histogram (1979): entering a pixel
 * costs one column in and one out, and the median walks from where it was.
 */
public final class MedianFilter {
    private final byte[] values;
    private final int width;
    private final int height;
    private final int radius;
    private final int[] histogram = new int[256];
    private int median;
    private int below;

    private MedianFilter(byte[] values, int width, int height, int side) {
        this.values = values;
        this.width = width;
        this.height = height;
        this.radius = side / 2;
    }

    public static byte[] filter(byte[] values, int width, int height, int side) {
        return new MedianFilter(values, width, height, side).filter();
    }

    private byte[] filter() {
        byte[] out = new byte[values.length];
        int half = (2 * radius + 1) * (2 * radius + 1) / 2;
        for (int y = 0; y < height; y++) {
            Arrays.fill(histogram, 0);
            median = 0;
            below = 0;
            for (int x = -radius; x <= radius; x++) {
                column(x, y, 1);
            }
            out[y * width] = settle(half);
            for (int x = 1; x < width; x++) {
                column(x - radius - 1, y, -1);
                column(x + radius, y, 1);
                out[y * width + x] = settle(half);
            }
        }
        return out;
    }

    private void column(int x, int y, int change) {
        int column = Math.min(Math.max(x, 0), width - 1);
        for (int dy = -radius; dy <= radius; dy++) {
            int value = values[Math.min(Math.max(y + dy, 0), height - 1) * width + column] & 0xFF;
            histogram[value] += change;
            if (value < median) {
                below += change;
            }
        }
    }

    private byte settle(int half) {
        while (below > half) {
            median--;
            below -= histogram[median];
        }
        while (below + histogram[median] <= half) {
            below += histogram[median];
            median++;
        }
        return (byte) median;
    }
}
