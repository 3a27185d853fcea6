package io.slidestream.tiler;

import java.util.Arrays;

/** A picture of yes and no, changed in place. Beyond its edge lies neither: closing and areas see only what is inside. */
final class BinaryPicture {
    private final int width;
    private final int height;
    private boolean[] set;

    /** Takes over the array. */
    BinaryPicture(int width, int height, boolean[] set) {
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

    int widthPx() {
        return width;
    }

    int heightPx() {
        return height;
    }

    boolean isSet(int x, int y) {
        return set[y * width + x];
    }

    /** Joins what is nearer than a square of this side: dilation, then erosion with the mirrored square. */
    void close(int side) {
        int before = side / 2;
        int after = side - 1 - before;
        dilate(before, after);
        invert();
        dilate(after, before);
        invert();
    }

    /** Clears pieces of fewer pixels, diagonal neighbours being one piece. */
    void dropObjectsBelow(long pixels) {
        clearPieces(pixels, true);
    }

    /** Sets enclosed gaps of fewer pixels; a gap that reaches the picture's edge is no hole. */
    void fillHolesBelow(long pixels) {
        invert();
        clearPieces(pixels, false);
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

    private void clearPieces(long belowPixels, boolean object) {
        boolean[] seen = new boolean[set.length];
        int[] piece = new int[set.length];
        for (int start = 0; start < set.length; start++) {
            if (set[start] && !seen[start]) {
                boolean atEdge = false;
                int size = 1;
                piece[0] = start;
                seen[start] = true;
                for (int next = 0; next < size; next++) {
                    int x = piece[next] % width;
                    int y = piece[next] / width;
                    atEdge |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
                    for (int dy = y == 0 ? 0 : -1; dy <= (y == height - 1 ? 0 : 1); dy++) {
                        for (int dx = x == 0 ? 0 : -1; dx <= (x == width - 1 ? 0 : 1); dx++) {
                            int neighbour = piece[next] + dy * width + dx;
                            if (set[neighbour] && !seen[neighbour] && (object || dx == 0 || dy == 0)) {
                                seen[neighbour] = true;
                                piece[size++] = neighbour;
                            }
                        }
                    }
                }
                if (size < belowPixels && (object || !atEdge)) {
                    for (int i = 0; i < size; i++) {
                        set[piece[i]] = false;
                    }
                }
            }
        }
    }
}
