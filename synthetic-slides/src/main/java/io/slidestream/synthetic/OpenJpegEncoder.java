package io.slidestream.synthetic;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/*
 * Offsets of opj_cparameters_t as they are in 2.3 to 2.5, proved by the defaults that the library puts there; those of
 * opj_image_t and its components have stood since 2.1.
 */
/** OpenJPEG's encoder: one tile, one layer, five halvings, the lossy transform, as Aperio's scanners write. */
final class OpenJpegEncoder implements TileEncoder {
    private static final int CODE_STREAM = 0;
    private static final int OUTPUT = 0;
    private static final int STREAM_BYTES = 1 << 20;

    private static final int PARAMETERS_BYTES = 1 << 15;
    private static final int RATE_ALLOCATION = 20;
    private static final int LAYERS = 4796;
    private static final int RATES = 4800;
    private static final int RESOLUTIONS = 5600;
    private static final int BLOCK_WIDTH = 5604;
    private static final int LOSSY = 5616;
    private static final int COLOUR_TRANSFORM = 18_698;

    private static final int COMPONENTS = 3;
    private static final int COMPONENT_PARAMETER_BYTES = 36;
    private static final int COMPONENT_POINTER = 24;
    private static final int COMPONENT_BYTES = 64;
    private static final int COMPONENT_DATA = 48;
    private static final int SRGB = 1;
    private static final int SYCC = 3;

    private final JpegColour colour;
    private final float rate;
    private final ByteArrayOutputStream codeStream = new ByteArrayOutputStream();
    private final OpenJpegLibrary.Write write = (source, bytes, user) -> take(source, bytes);
    private final Pointer writeFunction = CallbackReference.getFunctionPointer(write);

    /** @param format its quality becomes a rate: 1:18 at 80, as Aperio's */
    OpenJpegEncoder(JpegFormat format) {
        if (!OpenJpegLibrary.present()) {
            throw new IllegalArgumentException("JPEG 2000 needs OpenJPEG: apt-get install libopenjp2-7");
        }
        colour = format.colour();
        rate = 1 + (100 - format.quality()) * 0.85f;
    }

    @Override
    public byte[] encode(int[] rgb, int widthPx, int heightPx) throws IOException {
        codeStream.reset();
        byte[][] bands = colour == JpegColour.RGB ? Bands.rgb(rgb) : Bands.yCbCr(rgb);
        try (Memory parameters = parameters()) {
            Pointer image = image(bands, widthPx, heightPx);
            Pointer codec = OpenJpegLibrary.opj_create_compress(CODE_STREAM);
            Pointer stream = OpenJpegLibrary.opj_stream_create(STREAM_BYTES, OUTPUT);
            try {
                if (image == null || codec == null || stream == null) {
                    throw new OutOfMemoryError("OpenJPEG has no memory for another encoder");
                }
                OpenJpegLibrary.opj_stream_set_write_function(stream, writeFunction);
                boolean done = OpenJpegLibrary.opj_setup_encoder(codec, parameters, image) != 0
                        && OpenJpegLibrary.opj_start_compress(codec, image, stream) != 0
                        && OpenJpegLibrary.opj_encode(codec, stream) != 0
                        && OpenJpegLibrary.opj_end_compress(codec, stream) != 0;
                if (!done) {
                    throw new IOException("OpenJPEG cannot encode a tile of " + widthPx + "x" + heightPx + " px");
                }
            } finally {
                free(image, codec, stream);
            }
        }
        return codeStream.toByteArray();
    }

    @Override
    public void close() {}

    private Memory parameters() {
        Memory parameters = new Memory(PARAMETERS_BYTES);
        parameters.clear();
        OpenJpegLibrary.opj_set_default_encoder_parameters(parameters);
        if (parameters.getInt(RESOLUTIONS) != 6 || parameters.getInt(BLOCK_WIDTH) != 64) {
            throw new IllegalStateException("this OpenJPEG lays out its parameters in another way than 2.3 to 2.5");
        }
        parameters.setInt(RATE_ALLOCATION, 1);
        parameters.setInt(LAYERS, 1);
        parameters.setFloat(RATES, rate);
        parameters.setInt(LOSSY, 1);
        parameters.setByte(COLOUR_TRANSFORM, (byte) (colour == JpegColour.RGB ? 1 : 0));
        return parameters;
    }

    private @Nullable Pointer image(byte[][] bands, int widthPx, int heightPx) {
        Pointer image;
        try (Memory components = new Memory((long) COMPONENTS * COMPONENT_PARAMETER_BYTES)) {
            components.clear();
            for (int i = 0; i < COMPONENTS; i++) {
                int step = step(i);
                int[] fields = {step, 1, (widthPx + step - 1) / step, heightPx, 0, 0, 8, 8, 0};
                components.write((long) i * COMPONENT_PARAMETER_BYTES, fields, 0, fields.length);
            }
            image = OpenJpegLibrary.opj_image_create(COMPONENTS, components, colour == JpegColour.RGB ? SRGB : SYCC);
        }
        if (image != null) {
            image.write(0, new int[] {0, 0, widthPx, heightPx}, 0, 4);
            for (int i = 0; i < COMPONENTS; i++) {
                int[] samples = samples(bands[i], widthPx, step(i));
                image.getPointer(COMPONENT_POINTER)
                        .getPointer((long) i * COMPONENT_BYTES + COMPONENT_DATA)
                        .write(0, samples, 0, samples.length);
            }
        }
        return image;
    }

    private int step(int component) {
        return component > 0 && colour == JpegColour.YCBCR_420 ? 2 : 1;
    }

    /** Means of neighbouring columns where there are fewer samples than pixels. */
    private static int[] samples(byte[] band, int widthPx, int step) {
        int columns = (widthPx + step - 1) / step;
        int[] samples = new int[band.length / widthPx * columns];
        for (int i = 0; i < samples.length; i++) {
            int x = i % columns * step;
            int row = i / columns * widthPx;
            int other = Math.min(widthPx - 1, x + step - 1);
            samples[i] = ((band[row + x] & 255) + (band[row + other] & 255) + 1) / 2;
        }
        return samples;
    }

    private static void free(@Nullable Pointer image, @Nullable Pointer codec, @Nullable Pointer stream) {
        if (stream != null) {
            OpenJpegLibrary.opj_stream_destroy(stream);
        }
        if (codec != null) {
            OpenJpegLibrary.opj_destroy_codec(codec);
        }
        if (image != null) {
            OpenJpegLibrary.opj_image_destroy(image);
        }
    }

    /** Called by the library. */
    private long take(Pointer source, long bytes) {
        codeStream.writeBytes(source.getByteArray(0, Math.toIntExact(bytes)));
        return bytes;
    }
}
