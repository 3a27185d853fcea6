package io.slidestream.tiler.tissue;

import io.slidestream.tiler.tissue.Pieces.Neighbours;
import java.util.Arrays;

/** A picture of yes and no, changed in place. Beyond its edge lies neither: closing and areas see only what is inside. */
public final class BinaryPicture {
    private final int width;
    private final int height;
    private boolean[] set;

    /** Takes over the array. */
    public BinaryPicture(int width, int height, boolean[] set) {
        this.width = width;
        this.height = height;
        this.set = set;
    }

    static BinaryPicture above(byte[] values, int width, int height, int threshold) {
        boolean[] set = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            set[i] = (values[i] & 0xFF) > threshold;
        }
        return new BinaryPicture(width, height, set);
    }

    public int widthPx() {
        return width;
    }

    public int heightPx() {
        return height;
    }

    public boolean isSet(int x, int y) {
        return set[y * width + x];
    }

    boolean isSet(int index) {
        return set[index];
    }

    void set(int index) {
        set[index] = true;
    }

    /** Number of pixels that are set. */
    long count() {
        long count = 0;
        for (boolean pixel : set) {
            count += pixel ? 1 : 0;
        }
        return count;
    }

    /** Clears what the other, of the same size, has. */
    void subtract(BinaryPicture other) {
        for (int i = 0; i < set.length; i++) {
            set[i] &= !other.set[i];
        }
    }

    /** Puts zeros where this is set. */
    void clear(byte[] values) {
        for (int i = 0; i < set.length; i++) {
            if (set[i]) {
                values[i] = 0;
            }
        }
    }

    /** Joins what is nearer than a square of this side: dilation, then erosion with the mirrored square. */
    public void close(int side) {
        int before = side / 2;
        int after = side - 1 - before;
        dilate(before, after);
        invert();
        dilate(after, before);
        invert();
    }

    /** Clears pieces of fewer pixels, diagonal neighbours being one piece. */
    public void dropObjectsBelow(long pixels) {
        new Pieces(set, width, height, Neighbours.AT_SIDES_AND_CORNERS).clearBelow(pixels, set);
    }

    /** Sets enclosed gaps of fewer pixels; a gap that reaches the picture's edge is no hole. */
    public void fillHolesBelow(long pixels) {
        invert();
        new Pieces(set, width, height, Neighbours.AT_SIDES).clearInnerBelow(pixels, set);
        invert();
    }

    private void invert() {
        for (int i = 0; i < set.length; i++) {
            set[i] = !set[i];
        }
    }

    private void dilate(int before, int after) {
        set = dilateRows(before, after);
        set = dilateColumns(before, after);
    }

    private boolean[] dilateRows(int before, int after) {
        boolean[] out = new boolean[set.length];
        for (int y = 0; y < height; y++) {
            int filledTo = 0;
            for (int x = 0; x < width; x++) {
                if (set[y * width + x]) {
                    int to = Math.min(x + after + 1, width);
                    Arrays.fill(out, y * width + Math.max(filledTo, x - before), y * width + to, true);
                    filledTo = to;
                }
            }
        }
        return out;
    }

    private boolean[] dilateColumns(int before, int after) {
        boolean[] out = new boolean[set.length];
        int[] filledTo = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (set[y * width + x]) {
                    int to = Math.min(y + after + 1, height);
                    for (int row = Math.max(filledTo[x], y - before); row < to; row++) {
                        out[row * width + x] = true;
                    }
                    filledTo[x] = to;
                }
            }
        }
        return out;
    }
}
