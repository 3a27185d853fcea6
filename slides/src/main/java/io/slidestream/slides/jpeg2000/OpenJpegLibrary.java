package io.slidestream.slides.jpeg2000;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions of OpenJPEG 2 that are needed, by JNA direct mapping. Structures are reached by offsets that have stood
 * since 2.1 ({@link DecodedImage}); other versions are not used. Only {@link Jpeg2000Decoder} may call.
 */
final class OpenJpegLibrary {
    static final int CODE_STREAM = 0;
    static final int INPUT = 1;

    /** {@code opj_dparameters_t} takes 8,252 bytes in 2.5, of which the defaults set all that matter. */
    static final int PARAMETERS_BYTES = 1 << 15;

    private static final List<String> NAMES = List.of("libopenjp2.so.7", "openjp2");

    private static boolean loaded;

    private OpenJpegLibrary() {}

    /** Gives the stream's bytes to the library. */
    interface Read extends Callback {
        long invoke(Pointer target, long bytes, @Nullable Pointer user);
    }

    /** Is told what is wrong. */
    interface Message extends Callback {
        void invoke(Pointer text, @Nullable Pointer user);
    }

    /** @throws UnsatisfiedLinkError if the machine has no OpenJPEG 2.1 or newer of major version 2 */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        UnsatisfiedLinkError failure = new UnsatisfiedLinkError("no library of " + NAMES);
        for (String name : NAMES) {
            try {
                Native.register(OpenJpegLibrary.class, NativeLibrary.getInstance(name));
                String version = version();
                if (!version.startsWith("2.") || version.startsWith("2.0")) {
                    throw new UnsatisfiedLinkError("OpenJPEG " + version + " is not 2.1 or newer of version 2");
                }
                loaded = true;
                return;
            } catch (UnsatisfiedLinkError e) {
                failure = e;
            }
        }
        throw failure;
    }

    static String version() {
        return opj_version().getString(0);
    }

    static native Pointer opj_version();

    static native @Nullable Pointer opj_create_decompress(int format);

    static native void opj_set_default_decoder_parameters(Pointer parameters);

    static native int opj_setup_decoder(Pointer codec, Pointer parameters);

    static native int opj_set_error_handler(Pointer codec, Pointer handler, @Nullable Pointer user);

    static native int opj_set_decoded_resolution_factor(Pointer codec, int halvings);

    static native @Nullable Pointer opj_stream_create(long bufferBytes, int input);

    static native void opj_stream_set_read_function(Pointer stream, Pointer function);

    static native void opj_stream_set_user_data_length(Pointer stream, long bytes);

    static native int opj_read_header(Pointer stream, Pointer codec, PointerByReference image);

    static native int opj_decode(Pointer codec, Pointer stream, Pointer image);

    static native void opj_image_destroy(Pointer image);

    static native void opj_stream_destroy(Pointer stream);

    static native void opj_destroy_codec(Pointer codec);
}
