package io.slidestream.synthetic;

/** Tiles of Aperio's 33007: two pixels in four bytes, Y, Cb, Y, Cr, the chroma being the mean of both. Widths are even. */
final class YuyvEncoder implements TileEncoder {
    @Override
    public byte[] encode(int[] rgb, int widthPx, int heightPx) {
        byte[][] bands = Bands.yCbCr(rgb);
        byte[] raw = new byte[2 * rgb.length];
        for (int i = 0; i < rgb.length; i += 2) {
            raw[2 * i] = bands[0][i];
            raw[2 * i + 1] = mean(bands[1], i);
            raw[2 * i + 2] = bands[0][i + 1];
            raw[2 * i + 3] = mean(bands[2], i);
        }
        return raw;
    }

    @Override
    public void close() {}

    private static byte mean(byte[] band, int first) {
        return (byte) ((band[first] & 255) + (band[first + 1] & 255) + 1 >> 1);
    }
}
