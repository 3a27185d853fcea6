package io.slidestream.slides.series;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Places of frames that say by themselves where they belong. Grows frame by frame, then is read by many. */
final class FramePlaces {
    private static final int FIRST_CAPACITY = 256;

    private final Map<String, Integer> pathIds = new LinkedHashMap<>();
    private int[] columns = new int[FIRST_CAPACITY];
    private int[] rows = new int[FIRST_CAPACITY];
    private int[] paths = new int[FIRST_CAPACITY];
    private float[] depths = new float[FIRST_CAPACITY];
    private int count;

    /**
     * Adds the next frame.
     *
     * @param column of its first pixel, counted from 1
     * @param depth of the focal plane, in µm
     */
    void add(int column, int row, String path, double depth) {
        if (count == columns.length) {
            columns = Arrays.copyOf(columns, 2 * count);
            rows = Arrays.copyOf(rows, 2 * count);
            paths = Arrays.copyOf(paths, 2 * count);
            depths = Arrays.copyOf(depths, 2 * count);
        }
        columns[count] = column;
        rows[count] = row;
        paths[count] = pathIds.computeIfAbsent(path, p -> pathIds.size());
        depths[count] = (float) depth;
        count++;
    }

    int count() {
        return count;
    }

    /** Pixels left of the frame's first. */
    long x(int frame) {
        return columns[frame] - 1L;
    }

    long y(int frame) {
        return rows[frame] - 1L;
    }

    /** Number of the frame's optical path, in the order in which they are met. */
    int path(int frame) {
        return paths[frame];
    }

    /** Identifiers of the optical paths, in the order in which they are met. */
    Set<String> paths() {
        return pathIds.keySet();
    }

    /** Number of an optical path; -1 where no frame is of it. */
    int pathNumber(String path) {
        return pathIds.getOrDefault(path, -1);
    }

    float depth(int frame) {
        return depths[frame];
    }

    /** Depths of the focal planes, from below. */
    Set<Float> planes() {
        Set<Float> planes = new TreeSet<>();
        for (int frame = 0; frame < count; frame++) {
            planes.add(depths[frame]);
        }
        return planes;
    }
}
