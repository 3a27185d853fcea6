package io.slidestream.slides.direct;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.jpeg.JpegDecoder;
import io.slidestream.slides.jpeg.JpegException;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.JpegStream;
import io.slidestream.slides.jpeg.TilePixels;
import io.slidestream.slides.store.SlideBytes;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Decodes the JPEG tiles of one file. Safe for concurrent use; keeps a decoder for each thread that was ever in it. */
public final class JpegTiles implements AutoCloseable {
    private final SlideBytes bytes;
    private final JpegLibrary library;
    private final Deque<Bench> idle = new ConcurrentLinkedDeque<>();

    /** Decoder and buffer of one thread. */
    private static final class Bench {
        private final JpegDecoder decoder;
        private final JpegStream stream = new JpegStream();

        Bench(JpegDecoder decoder) {
            this.decoder = decoder;
        }
    }

    /** @param bytes owned from now on */
    public JpegTiles(SlideBytes bytes, JpegLibrary library) {
        this.bytes = bytes;
        this.library = library;
    }

    JpegLibrary library() {
        return library;
    }

    /**
     * Decodes a tile that is not missing.
     *
     * @param target of the tile's size, or a half, a quarter or an eighth of it
     * @throws JpegException if these decoders cannot do it; another may
     * @throws SlideException if the file is no longer what it was, or the tile asks for too much
     */
    public void decode(JpegLevel level, int tile, TilePixels target) throws JpegException, SlideException {
        Bench bench = idle.poll();
        if (bench == null) {
            bench = new Bench(library.newDecoder());
        }
        try {
            decode(level, tile, target, bench);
        } finally {
            idle.push(bench);
        }
    }

    /** No tile may be in the making. */
    @Override
    public void close() {
        for (Bench bench = idle.poll(); bench != null; bench = idle.poll()) {
            bench.decoder.close();
        }
        bytes.close();
    }

    private void decode(JpegLevel level, int tile, TilePixels target, Bench bench)
            throws JpegException, SlideException {
        long announced = level.byteCounts()[tile]; // unsigned
        int length = announced < 0 ? level.maxTileBytes() : (int) Math.min(announced, level.maxTileBytes());
        ByteBuffer raw = bench.stream.prepare(level.tables(), length);
        bytes.read(level.offsets()[tile], raw);
        try {
            bench.stream.assemble(level.tables(), level.tileWidthPx(), level.tileHeightPx());
            bench.decoder.decode(bench.stream, target);
        } catch (JpegException e) {
            if (bench.stream.isProgressive()) { // another decoder might take hours over its scans
                throw new SlideException(
                        RejectionReason.UNREADABLE, "tile " + tile + " cannot be decoded: " + e.getMessage(), e);
            }
            throw e;
        }
    }
}
