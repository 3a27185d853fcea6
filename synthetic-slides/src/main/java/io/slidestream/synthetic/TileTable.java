package io.slidestream.synthetic;

import java.io.IOException;

/** Positions of one level's tiles in the file. For one thread. */
final class TileTable {
    private final TiffWriter tiff;
    private final JpegFormat.Tables kind;
    private final long[] offsets;
    private final long[] counts;
    private byte[] tables = new byte[0];

    TileTable(TiffWriter tiff, SlideShape shape, int level) {
        this.tiff = tiff;
        this.kind = shape.coding() == TileCoding.JPEG ? shape.jpeg().tables() : JpegFormat.Tables.OWN;
        int tiles = Math.multiplyExact(shape.columns(level), shape.rows(level));
        offsets = new long[tiles];
        counts = new long[tiles];
    }

    /** Appends a coded tile, a JPEG without its tables where the level has them in common. */
    void append(int tile, byte[] jpeg) throws IOException {
        if (kind == JpegFormat.Tables.OWN) {
            appendAsIs(tile, jpeg);
        } else {
            JpegSegments segments = JpegSegments.of(jpeg);
            tables = segments.tables();
            appendAsIs(tile, segments.withoutTables());
        }
    }

    void appendAsIs(int tile, byte[] bytes) throws IOException {
        offsets[tile] = tiff.append(bytes);
        counts[tile] = bytes.length;
    }

    /** Gives a tile the bytes of another. */
    void share(int tile, int other) {
        offsets[tile] = offsets[other];
        counts[tile] = counts[other];
    }

    long[] offsets() {
        return offsets;
    }

    long[] counts() {
        return counts;
    }

    /** TIFF's JPEGTables; empty where each tile has its own. */
    byte[] tables() {
        return tables;
    }
}
