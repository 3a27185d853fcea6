package io.slidestream.slides.direct;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Decodes the tiles of one level. Safe for concurrent use; keeps a decoder for each thread that was ever in it. */
public final class LevelTiles implements AutoCloseable {
    private final CodedLevel level;
    private final Deque<TileDecoder> idle = new ConcurrentLinkedDeque<>();

    public LevelTiles(CodedLevel level) {
        this.level = level;
    }

    public CodedLevel level() {
        return level;
    }

    /**
     * Decodes a tile that is not missing.
     *
     * @param target of the tile's size, or a half, a quarter or an eighth of it
     * @throws CodecException if these decoders cannot do it; another may
     * @throws SlideException if the file is no longer what it was, or the tile asks for too much
     */
    public void decode(int tile, TilePixels target) throws CodecException, SlideException {
        TileDecoder decoder = idle.poll();
        if (decoder == null) {
            decoder = level.codec().newDecoder();
        }
        try {
            level.read(tile, decoder.prepare(level.codedBytes(tile)));
            decoder.decode(level.tileWidthPx(), level.tileHeightPx(), target);
        } catch (CodecException e) {
            if (e.remedy() == CodecException.Remedy.NONE) {
                throw new SlideException(
                        RejectionReason.UNREADABLE, "tile " + tile + " cannot be decoded: " + e.getMessage(), e);
            }
            throw e;
        } finally {
            idle.push(decoder);
        }
    }

    /** No tile may be in the making. */
    @Override
    public void close() {
        for (TileDecoder decoder = idle.poll(); decoder != null; decoder = idle.poll()) {
            decoder.close();
        }
    }
}
