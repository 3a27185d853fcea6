package io.slidestream.synthetic;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A square picture that wraps round at its edges, so that copies of it join without a seam. */
final class Canvas {
    private final int sidePx;
    private final int[] rgb;

    Canvas(int sidePx, int colour) {
        this.sidePx = sidePx;
        rgb = new int[sidePx * sidePx];
        Arrays.fill(rgb, colour);
    }

    /** A square part of the picture, row by row. */
    int[] part(int left, int top, int partPx) {
        int[] part = new int[partPx * partPx];
        for (int y = 0; y < partPx; y++) {
            System.arraycopy(rgb, (top + y) * sidePx + left, part, y * partPx, partPx);
        }
        return part;
    }

    /** A square part of the picture from any place, over its edges too, into the array. */
    void wrappedPart(int left, int top, int partPx, int[] part) {
        for (int y = 0; y < partPx; y++) {
            int row = Math.floorMod(top + y, sidePx) * sidePx;
            int x = 0;
            while (x < partPx) {
                int from = Math.floorMod(left + x, sidePx);
                int length = Math.min(partPx - x, sidePx - from);
                System.arraycopy(rgb, row + from, part, y * partPx + x, length);
                x += length;
            }
        }
    }

    /** Lays a colour over a pixel; {@code opacity} 0..1. */
    void blend(int x, int y, int colour, double opacity) {
        int i = Math.floorMod(y, sidePx) * sidePx + Math.floorMod(x, sidePx);
        rgb[i] = mix(rgb[i], colour, Math.max(0, Math.min(1, opacity)));
    }

    /** An ellipse with an edge one pixel soft; {@code angle} in radians. */
    void ellipse(double x, double y, double halfLength, double halfWidth, double angle, int colour, double opacity) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        int reach = (int) Math.ceil(Math.max(halfLength, halfWidth)) + 1;
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                double along = (dx * cos + dy * sin) / halfLength;
                double across = (dy * cos - dx * sin) / halfWidth;
                double distance = Math.sqrt(along * along + across * across);
                double inside = (1 - distance) * Math.min(halfLength, halfWidth) + 0.5;
                if (inside > 0) {
                    blend((int) Math.floor(x) + dx, (int) Math.floor(y) + dy, colour, opacity * Math.min(1, inside));
                }
            }
        }
    }

    /** Soft clouds of a colour, {@code grainPx} wide and {@code stretch} times as long. */
    void clouds(SplittableRandom random, double grainPx, double stretch, int colour, double opacity) {
        Noise noise = new Noise(random, sidePx, grainPx * stretch, grainPx);
        float[] row = new float[sidePx];
        for (int y = 0; y < sidePx; y++) {
            noise.row(y, row);
            for (int x = 0; x < sidePx; x++) {
                rgb[y * sidePx + x] = mix(rgb[y * sidePx + x], colour, opacity * row[x]);
            }
        }
    }

    /** Independent brightness of each pixel, as a camera's. */
    void grain(SplittableRandom random, int amplitude) {
        for (int i = 0; i < rgb.length; i++) {
            int change = random.nextInt(-amplitude, amplitude + 1);
            rgb[i] = clamp((rgb[i] >> 16 & 255) + change) << 16
                    | clamp((rgb[i] >> 8 & 255) + change) << 8
                    | clamp((rgb[i] & 255) + change);
        }
    }

    private static int mix(int below, int above, double opacity) {
        int share = (int) (opacity * 256 + 0.5);
        return channel(below >> 16 & 255, above >> 16 & 255, share) << 16
                | channel(below >> 8 & 255, above >> 8 & 255, share) << 8
                | channel(below & 255, above & 255, share);
    }

    private static int channel(int below, int above, int share) {
        return below + (((above - below) * share + 128) >> 8);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
