package io.slidestream.mapfiles.formats.ome;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** One level of one channel as compressed tiles, row by row; the part of a tile outside the plane is NaN. */
record TiffTiles(int width, int height, List<byte[]> tiles) {
    static final int SIDE = 256;

    static TiffTiles of(Plane plane) {
        List<byte[]> tiles = new ArrayList<>();
        for (int y = 0; y < plane.height(); y += SIDE) {
            for (int x = 0; x < plane.width(); x += SIDE) {
                tiles.add(compressed(pixels(plane, x, y)));
            }
        }
        return new TiffTiles(plane.width(), plane.height(), tiles);
    }

    long[] lengths() {
        return tiles.stream().mapToLong(tile -> tile.length).toArray();
    }

    /** Offsets of the tiles if the first lies here. */
    long[] offsets(long first) {
        long[] offsets = new long[tiles.size()];
        long at = first;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += tiles.get(i).length;
        }
        return offsets;
    }

    long bytes() {
        return tiles.stream().mapToLong(tile -> tile.length).sum();
    }

    private static byte[] pixels(Plane plane, int left, int top) {
        ByteBuffer bytes = ByteBuffer.allocate(SIDE * SIDE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = top; y < top + SIDE; y++) {
            for (int x = left; x < left + SIDE; x++) {
                boolean inside = x < plane.width() && y < plane.height();
                bytes.putFloat(inside ? plane.values()[y * plane.width() + x] : Float.NaN);
            }
        }
        return bytes.array();
    }

    private static byte[] compressed(byte[] pixels) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(pixels);
            deflater.finish();
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
