package io.slidestream.synthetic;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoding half of OpenJPEG 2. Nothing here guards. */
final class OpenJpegLibrary {
    private static final List<String> NAMES = List.of("libopenjp2.so.7", "openjp2");
    private static final boolean PRESENT = register();

    private OpenJpegLibrary() {}

    /** Takes bytes of the code stream. */
    interface Write extends Callback {
        long invoke(Pointer source, long bytes, @Nullable Pointer user);
    }

    static boolean present() {
        return PRESENT;
    }

    private static boolean register() {
        for (String name : NAMES) {
            try {
                Native.register(OpenJpegLibrary.class, NativeLibrary.getInstance(name));
                return true;
            } catch (UnsatisfiedLinkError e) {
                // the next name, or none
            }
        }
        return false;
    }

    static native @Nullable Pointer opj_create_compress(int format);

    static native void opj_set_default_encoder_parameters(Pointer parameters);

    static native int opj_setup_encoder(Pointer codec, Pointer parameters, Pointer image);

    static native @Nullable Pointer opj_image_create(int components, Pointer parameters, int colourSpace);

    static native @Nullable Pointer opj_stream_create(long bufferBytes, int input);

    static native void opj_stream_set_write_function(Pointer stream, Pointer function);

    static native int opj_start_compress(Pointer codec, Pointer image, Pointer stream);

    static native int opj_encode(Pointer codec, Pointer stream);

    static native int opj_end_compress(Pointer codec, Pointer stream);

    static native void opj_image_destroy(Pointer image);

    static native void opj_stream_destroy(Pointer stream);

    static native void opj_destroy_codec(Pointer codec);
}
