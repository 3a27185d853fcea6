package io.slidestream.mapfiles.formats.ome;

import java.util.ArrayList;
import java.util.List;

/**
 * One label a cell, row by row; 0 where there is none. The array is shared, not copied.
 *
 * @param labels {@code width * height} of them, read as unsigned numbers
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared; copying a plane would double its memory
public record LabelPlane(int width, int height, short[] labels) {
    public LabelPlane {
        if (width < 1 || height < 1 || (long) width * height != labels.length) {
            throw new IllegalArgumentException(
                    "a plane of " + width + "x" + height + " must have as many labels, had " + labels.length);
        }
    }

    /** This plane, and each level of its pyramid after it. */
    public List<LabelPlane> pyramid() {
        List<LabelPlane> levels = new ArrayList<>();
        levels.add(this);
        while (levels.size() < Plane.levels(width, height)) {
            levels.add(levels.get(levels.size() - 1).halved());
        }
        return levels;
    }

    /** Each label the commonest of the two by two it stands for, the first of equals; none only where all are none. */
    private LabelPlane halved() {
        int halfWidth = Plane.halved(width);
        int halfHeight = Plane.halved(height);
        LabelPlane half = new LabelPlane(halfWidth, halfHeight, new short[halfWidth * halfHeight]);
        short[] four = new short[4];
        for (int y = 0; y < halfHeight; y++) {
            for (int x = 0; x < halfWidth; x++) {
                int right = Math.min(2 * x + 1, width - 1);
                int bottom = Math.min(2 * y + 1, height - 1);
                four[0] = labels[2 * y * width + 2 * x];
                four[1] = labels[2 * y * width + right];
                four[2] = labels[bottom * width + 2 * x];
                four[3] = labels[bottom * width + right];
                half.labels[y * halfWidth + x] = commonest(four);
            }
        }
        return half;
    }

    private static short commonest(short[] four) {
        short best = 0;
        int most = 0;
        for (short label : four) {
            int count = 0;
            for (short other : four) {
                count += label != 0 && other == label ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = label;
            }
        }
        return best;
    }
}
