package io.slidestream.slides.direct;

import io.slidestream.slides.RecentlyUsed;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.SlideBytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/*
 * A tile of 256 px joins 32 strips of some hundred bytes, between which those of all other columns lie. Asking the system for each
 * takes a tenth of what decoding them takes. Tiles are read with their neighbours, so the strips of a few columns come
 * together, row by row: as many requests for eight tiles as for one, and no more pages of the file.
 */
/** The coded strips of neighbouring tiles, read together and kept for a while. Safe for concurrent use. */
final class StripGroups {
    private static final int COLUMNS = 8;
    private static final int KEPT = 16;
    private static final int MAX_BYTES = 1 << 20;

    private final RecentlyUsed<Integer, Group> recent = new RecentlyUsed<>(KEPT);

    /**
     * Strips of some columns, a row of them after the other.
     *
     * @param starts place of each row in the file
     * @param at the same in the bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Group(long[] starts, int[] at, byte[] bytes) {
        /** Appends a strip of a row to the target. */
        void copy(int row, long start, int length, ByteBuffer target) {
            target.put(bytes, at[row] + (int) (start - starts[row]), length);
        }
    }

    /**
     * The group that a tile belongs to; empty where the places of its strips are not in order, or far apart.
     *
     * @param strips places in the file, row by row, and the end of the last
     * @param first strip of the tile
     * @param rows of strips in the tile
     */
    Optional<Group> of(SlideBytes file, long[] strips, int columns, int first, int rows) throws SlideException {
        int column = first % columns / COLUMNS * COLUMNS;
        int leftmost = first - first % columns + column;
        Optional<Group> known = recent.get(leftmost);
        if (known.isPresent()) {
            return known;
        }
        int width = Math.min(COLUMNS, columns - column);
        long[] starts = new long[rows];
        int[] at = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            int strip = leftmost + row * columns;
            starts[row] = strips[strip];
            for (int i = strip; i < strip + width; i++) {
                long length = strips[i + 1] - strips[i];
                if (strips[i] < 0 || length < 0 || length > MAX_BYTES) {
                    return Optional.empty();
                }
            }
            long sum = at[row] + strips[strip + width] - strips[strip];
            if (sum > MAX_BYTES || strips[strip + width] > strips[strips.length - 1]) {
                return Optional.empty();
            }
            at[row + 1] = (int) sum;
        }
        byte[] bytes = new byte[at[rows]];
        for (int row = 0; row < rows; row++) {
            file.read(
                    starts[row],
                    ByteBuffer.wrap(bytes, at[row], at[row + 1] - at[row]).slice());
        }
        Group group = new Group(starts, at, bytes);
        recent.put(leftmost, group);
        return Optional.of(group);
    }
}
