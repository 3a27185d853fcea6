package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import java.nio.ByteBuffer;

/** JPEG of three 8-bit components: baseline, extended sequential, progressive. */
public record JpegCodec(JpegLibrary library, JpegTables tables) implements TileCodec {
    @Override
    public String label() {
        return library.label();
    }

    @Override
    public String coding() {
        return "JPEG";
    }

    @Override
    public int maxReduction() {
        return library.maxReduction();
    }

    @Override
    public TileDecoder newDecoder() {
        return new Bench(library.newDecoder());
    }

    /** Decoder and buffer of one thread. */
    private final class Bench implements TileDecoder {
        private final JpegDecoder decoder;
        private final JpegStream stream = new JpegStream();

        Bench(JpegDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public ByteBuffer prepare(int tileBytes) {
            return stream.prepare(tables, tileBytes);
        }

        @Override
        public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
            stream.assemble(tables, widthPx, heightPx);
            try {
                decoder.decode(stream, target);
            } catch (CodecException e) {
                if (stream.isProgressive()) { // another decoder might take hours over its scans
                    throw new CodecException(String.valueOf(e.getMessage()), CodecException.Remedy.NONE);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            decoder.close();
        }
    }
}
