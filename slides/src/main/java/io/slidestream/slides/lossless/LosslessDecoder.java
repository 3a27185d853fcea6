package io.slidestream.slides.lossless;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks into memory of the tile's size and no more: what a stream holds beyond is not looked at. */
final class LosslessDecoder implements TileDecoder {
    private static final int COMPONENTS = 3;

    private final LosslessCodec codec;
    private final Inflater inflater = new Inflater();
    private final Lzw lzw = new Lzw();
    private byte[] packed = new byte[0];
    private byte[] plain = new byte[0];
    private int[] rgb = new int[0];
    private int length;

    LosslessDecoder(LosslessCodec codec) {
        this.codec = codec;
    }

    @Override
    public ByteBuffer prepare(int tileBytes) {
        if (packed.length < tileBytes) {
            packed = new byte[tileBytes + tileBytes / 2];
        }
        length = tileBytes;
        return ByteBuffer.wrap(packed, 0, tileBytes).slice();
    }

    @Override
    public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
        int pixels = widthPx * heightPx;
        if (plain.length != COMPONENTS * pixels) {
            plain = new byte[COMPONENTS * pixels];
            rgb = new int[pixels];
        }
        if (codec.layout() == LosslessCodec.Layout.PIXELS) {
            unpack(0, length, 0, plain.length);
            addUp(widthPx * COMPONENTS, COMPONENTS);
            for (int i = 0, at = 0; i < pixels; i++, at += COMPONENTS) {
                rgb[i] = (plain[at] & 255) << 16 | (plain[at + 1] & 255) << 8 | plain[at + 2] & 255;
            }
        } else {
            unpackPlanes(pixels);
            addUp(widthPx, 1);
            for (int i = 0; i < pixels; i++) {
                rgb[i] = (plain[i] & 255) << 16 | (plain[pixels + i] & 255) << 8 | plain[2 * pixels + i] & 255;
            }
        }
        target.pixels().put(0, rgb);
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void unpackPlanes(int pixels) throws CodecException {
        ByteBuffer lengths = ByteBuffer.wrap(packed, 0, length);
        int at = COMPONENTS * Integer.BYTES;
        for (int plane = 0; plane < COMPONENTS; plane++) {
            int bytes = lengths.getInt();
            unpack(at, bytes, plane * pixels, pixels);
            at += bytes;
        }
    }

    private void unpack(int from, int count, int to, int wanted) throws CodecException {
        switch (codec.packing()) {
            case NONE -> {
                if (count < wanted) {
                    throw new CodecException("it has " + count + " bytes of " + wanted);
                }
                System.arraycopy(packed, from, plain, to, wanted);
            }
            case DEFLATE -> inflate(from, count, to, wanted);
            case LZW -> lzw.decode(packed, from, count, plain, to, wanted);
        }
    }

    private void inflate(int from, int count, int to, int wanted) throws CodecException {
        inflater.reset();
        inflater.setInput(packed, from, count);
        try {
            int done = 0;
            while (done < wanted) {
                int some = inflater.inflate(plain, to + done, wanted - done);
                if (some == 0) {
                    throw new CodecException("its deflated bytes end after " + done + " of " + wanted);
                }
                done += some;
            }
        } catch (DataFormatException e) {
            throw new CodecException("its deflated bytes are damaged: " + e.getMessage(), e);
        }
    }

    /** Undoes the differences within each row. */
    private void addUp(int rowBytes, int step) {
        if (codec.predictor() == LosslessCodec.Predictor.NONE) {
            return;
        }
        for (int row = 0; row < plain.length; row += rowBytes) {
            for (int i = row + step; i < row + rowBytes; i++) {
                plain[i] += plain[i - step];
            }
        }
    }
}
