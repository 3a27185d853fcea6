package io.slidestream.slides.jpeg2000;

import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.codec.TileDecoder;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JPEG 2000 code streams of three 8-bit components, lossy or not, the second and third perhaps subsampled. */
public record Jpeg2000Codec(Jpeg2000Colour colour) implements TileCodec {
    private static final Logger LOG = LoggerFactory.getLogger(Jpeg2000Codec.class);
    /** The library, in metrics and for people. */
    public static final String LABEL = "openjp2";

    /** Whether this machine has the library; says so once where it has not. */
    public static boolean isAvailable() {
        return Presence.PRESENT;
    }

    /** Version of OpenJPEG, where it is installed. */
    public static Optional<String> libraryVersion() {
        return isAvailable() ? Optional.of(OpenJpegLibrary.version()) : Optional.empty();
    }

    /** The code stream of a tile, which may lie in the boxes of a file. */
    public static byte[] codeStream(byte[] tile) {
        ByteBuffer stream = Jp2Boxes.codeStream(ByteBuffer.wrap(tile));
        byte[] bytes = new byte[stream.capacity()];
        stream.get(0, bytes);
        return bytes;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public String coding() {
        return "JPEG 2000";
    }

    @Override
    public int maxReduction() {
        return 8;
    }

    /** The wavelets' low-pass filters are centred on the first of each two pixels. */
    @Override
    public double shift(int reduction) {
        return (1 - 1.0 / reduction) / 2;
    }

    @Override
    public TileDecoder newDecoder() {
        return new Jpeg2000Decoder(colour);
    }

    private static final class Presence {
        private static final boolean PRESENT = find();

        private static boolean find() {
            try {
                OpenJpegLibrary.load();
                return true;
            } catch (UnsatisfiedLinkError e) {
                LOG.warn("OpenJPEG is not installed (apt-get install libopenjp2-7): JPEG 2000 slides are read by"
                        + " OpenSlide alone, several times as slowly at reduced resolution");
                return false;
            }
        }
    }
}
