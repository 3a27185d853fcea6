package io.slidestream.slides.jpeg2000;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/*
 * The library takes a stream, not memory; it asks for all bytes at once, as its buffer is as large as they are, so Java is
 * called back once a tile (microseconds, of milliseconds). Nothing of a decoder can be used again for the next tile.
 */
/** OpenJPEG. Gives the pixels that OpenSlide gives: samples as they come out, chroma repeated and not smoothed. */
final class Jpeg2000Decoder implements TileDecoder {
    private static final int INITIAL_BYTES = 1 << 16;
    private static final int MAX_MESSAGE = 200;

    private final Jpeg2000Colour colour;
    private final Memory parameters = new Memory(OpenJpegLibrary.PARAMETERS_BYTES);
    // held here, as native code does not keep them from being collected
    private final OpenJpegLibrary.Read read = (target, bytes, user) -> give(target, bytes);
    private final OpenJpegLibrary.Message message = (text, user) -> hear(text);
    private final Pointer readFunction;
    private final Pointer messageFunction;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
    private ByteBuffer stream = buffer;
    private String error = "";

    /** @throws UnsatisfiedLinkError if the machine has no OpenJPEG */
    Jpeg2000Decoder(Jpeg2000Colour colour) {
        OpenJpegLibrary.load();
        this.colour = colour;
        parameters.clear();
        OpenJpegLibrary.opj_set_default_decoder_parameters(parameters);
        readFunction = CallbackReference.getFunctionPointer(read);
        messageFunction = CallbackReference.getFunctionPointer(message);
    }

    @Override
    public ByteBuffer prepare(int tileBytes) {
        if (tileBytes > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE, tileBytes * 3L / 2));
        }
        stream = buffer.slice(0, tileBytes);
        return stream.slice();
    }

    @Override
    public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
        stream = Jp2Boxes.codeStream(stream);
        CodeStreamHead head = CodeStreamHead.of(stream.duplicate().clear(), widthPx, heightPx);
        int wanted = Integer.numberOfTrailingZeros(widthPx / target.widthPx());
        int halvings = Math.min(wanted, head.halvings());
        error = "";
        stream.rewind();
        Pointer opened = OpenJpegLibrary.opj_stream_create(stream.capacity(), OpenJpegLibrary.INPUT);
        Pointer codec = OpenJpegLibrary.opj_create_decompress(OpenJpegLibrary.CODE_STREAM);
        PointerByReference image = new PointerByReference();
        try {
            if (opened == null || codec == null) {
                throw new CodecException("OpenJPEG has no memory for a decoder");
            }
            OpenJpegLibrary.opj_stream_set_user_data_length(opened, stream.capacity());
            OpenJpegLibrary.opj_stream_set_read_function(opened, readFunction);
            require(OpenJpegLibrary.opj_set_error_handler(codec, messageFunction, null));
            require(OpenJpegLibrary.opj_setup_decoder(codec, parameters));
            require(OpenJpegLibrary.opj_read_header(opened, codec, image));
            DecodedImage decoded = new DecodedImage(image.getValue());
            if (!decoded.is(widthPx, heightPx)) {
                throw new CodecException("OpenJPEG takes it for a picture of another size");
            }
            if (halvings > 0) {
                require(OpenJpegLibrary.opj_set_decoded_resolution_factor(codec, halvings));
            }
            require(OpenJpegLibrary.opj_decode(codec, opened, image.getValue()));
            new Rows(decoded, widthPx >> halvings, heightPx >> halvings).drawInto(target);
        } finally {
            free(opened, codec, image.getValue());
        }
    }

    @Override
    public void close() {
        parameters.close();
    }

    private static void free(@Nullable Pointer stream, @Nullable Pointer codec, @Nullable Pointer image) {
        if (image != null) {
            OpenJpegLibrary.opj_image_destroy(image);
        }
        if (codec != null) {
            OpenJpegLibrary.opj_destroy_codec(codec);
        }
        if (stream != null) {
            OpenJpegLibrary.opj_stream_destroy(stream);
        }
    }

    private void require(int done) throws CodecException {
        if (done == 0) {
            throw new CodecException("OpenJPEG: " + (error.isEmpty() ? "it cannot be decoded" : error));
        }
    }

    /** Called by the library. */
    private long give(Pointer target, long bytes) {
        int count = (int) Math.min(bytes, stream.remaining());
        if (count == 0) {
            return -1;
        }
        target.getByteBuffer(0, count).put(stream.slice(stream.position(), count));
        stream.position(stream.position() + count);
        return count;
    }

    /** Called by the library; the first complaint is the cause of the others. */
    private void hear(Pointer text) {
        if (error.isEmpty()) {
            String said = new String(text.getByteArray(0, length(text)), java.nio.charset.StandardCharsets.ISO_8859_1);
            error = said.strip().toLowerCase(Locale.ROOT);
        }
    }

    private static int length(Pointer text) {
        int length = 0;
        while (length < MAX_MESSAGE && text.getByte(length) != 0) {
            length++;
        }
        return length;
    }

    /** Takes the samples of a row of the picture and makes it colours. */
    private final class Rows {
        private final DecodedImage.Component first;
        private final DecodedImage.Component second;
        private final DecodedImage.Component third;
        private final int widthPx;
        private final int heightPx;
        private final int[] a;
        private final int[] b;
        private final int[] c;

        Rows(DecodedImage image, int widthPx, int heightPx) throws CodecException {
            this.widthPx = widthPx;
            this.heightPx = heightPx;
            first = image.component(0, widthPx, heightPx);
            second = image.component(1, widthPx, heightPx);
            third = image.component(2, widthPx, heightPx);
            a = new int[widthPx];
            b = new int[widthPx];
            c = new int[widthPx];
        }

        /** Where the code stream cannot be halved as often as was wanted, the rest is a mean. */
        void drawInto(TilePixels target) {
            int factor = widthPx / target.widthPx();
            if (factor == 1) {
                int[] row = new int[widthPx];
                for (int y = 0; y < heightPx; y++) {
                    take(y, row);
                    target.pixels().put(y * widthPx, row);
                }
                return;
            }
            int[][] band = new int[factor][widthPx];
            for (int y = 0; y < target.heightPx(); y++) {
                for (int i = 0; i < factor; i++) {
                    take(y * factor + i, band[i]);
                }
                for (int x = 0; x < target.widthPx(); x++) {
                    target.pixels().put(y * target.widthPx() + x, mean(band, x * factor));
                }
            }
        }

        private void take(int y, int[] rgb) {
            first.row(y, a);
            second.row(y, b);
            third.row(y, c);
            spread(a, first.xShift());
            spread(b, second.xShift());
            spread(c, third.xShift());
            if (colour == Jpeg2000Colour.RGB) {
                for (int x = 0; x < widthPx; x++) {
                    rgb[x] = (a[x] & 255) << 16 | (b[x] & 255) << 8 | c[x] & 255;
                }
            } else {
                for (int x = 0; x < widthPx; x++) {
                    rgb[x] = YCbCr.rgb(a[x] & 255, b[x] & 255, c[x] & 255);
                }
            }
        }
    }

    private static int mean(int[][] band, int left) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int[] row : band) {
            for (int x = left; x < left + band.length; x++) {
                red += row[x] >> 16 & 255;
                green += row[x] >> 8 & 255;
                blue += row[x] & 255;
            }
        }
        int count = band.length * band.length;
        return (red + count / 2) / count << 16 | (green + count / 2) / count << 8 | (blue + count / 2) / count;
    }

    /** Each sample twice. */
    private static void spread(int[] row, int shift) {
        if (shift == 1) {
            for (int x = row.length - 1; x > 0; x--) {
                row[x] = row[x >> 1];
            }
        }
    }
}
