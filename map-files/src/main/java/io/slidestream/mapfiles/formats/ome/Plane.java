package io.slidestream.mapfiles.formats.ome;

import java.util.ArrayList;
import java.util.List;

/**
 * One number a cell, row by row; NaN where there is none. The array is shared, not copied.
 *
 * @param values {@code width * height} of them
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared; copying a plane would double its memory
public record Plane(int width, int height, float[] values) {
    /** The coarsest level of a pyramid fits into a square of this side. */
    private static final int COARSEST = 256;

    public Plane {
        if (width < 1 || height < 1 || (long) width * height != values.length) {
            throw new IllegalArgumentException(
                    "a plane of " + width + "x" + height + " must have as many values, had " + values.length);
        }
    }

    /** Levels of a pyramid that halves each time until it fits into 256 by 256; at least 1. */
    public static int levels(int width, int height) {
        int levels = 1;
        for (int side = Math.max(width, height); side > COARSEST; side = halved(side)) {
            levels++;
        }
        return levels;
    }

    public static int halved(int side) {
        return (side + 1) / 2;
    }

    /** This plane, and each level of its pyramid after it. */
    public List<Plane> pyramid() {
        List<Plane> levels = new ArrayList<>();
        levels.add(this);
        while (levels.size() < levels(width, height)) {
            levels.add(levels.get(levels.size() - 1).halved());
        }
        return levels;
    }

    /** Each value the mean of the two by two it stands for, NaNs left out; NaN where all are. */
    private Plane halved() {
        Plane half = new Plane(halved(width), halved(height), new float[halved(width) * halved(height)]);
        for (int y = 0; y < half.height; y++) {
            for (int x = 0; x < half.width; x++) {
                half.values[y * half.width + x] = mean(2 * x, 2 * y);
            }
        }
        return half;
    }

    private float mean(int left, int top) {
        double sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + 2, height); y++) {
            for (int x = left; x < Math.min(left + 2, width); x++) {
                float value = values[y * width + x];
                if (!Float.isNaN(value)) {
                    sum += value;
                    count++;
                }
            }
        }
        return count == 0 ? Float.NaN : (float) (sum / count);
    }
}
