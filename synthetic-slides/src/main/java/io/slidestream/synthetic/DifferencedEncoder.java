package io.slidestream.synthetic;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Lossless tiles of interleaved bytes, each the difference from its left neighbour (TIFF's predictor 2). */
final class DifferencedEncoder implements TileEncoder {
    private final TileCoding coding;
    private final Deflater deflater = new Deflater();

    DifferencedEncoder(TileCoding coding) {
        this.coding = coding;
    }

    @Override
    public byte[] encode(int[] rgb, int widthPx, int heightPx) {
        byte[] bytes = new byte[rgb.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            int before = i % widthPx == 0 ? 0 : rgb[i - 1];
            bytes[3 * i] = (byte) ((rgb[i] >> 16) - (before >> 16));
            bytes[3 * i + 1] = (byte) ((rgb[i] >> 8) - (before >> 8));
            bytes[3 * i + 2] = (byte) (rgb[i] - before);
        }
        return coding == TileCoding.LZW ? new LzwEncoder().encode(bytes) : deflated(bytes);
    }

    @Override
    public void close() {
        deflater.end();
    }

    private byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 14];
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        while (!deflater.finished()) {
            out.write(some, 0, deflater.deflate(some));
        }
        return out.toByteArray();
    }
}
