package io.slidestream.slides.jpeg;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of TurboJPEG 2 and 3 that are needed, by JNA direct mapping. Only {@link TurboDecoder} may call. */
final class TurboJpegLibrary {
    private static final List<String> NAMES = List.of("libturbojpeg.so.0", "turbojpeg");

    private static boolean loaded;

    private TurboJpegLibrary() {}

    /** @throws UnsatisfiedLinkError if the machine has no libturbojpeg */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        UnsatisfiedLinkError failure = new UnsatisfiedLinkError("no library of " + NAMES);
        for (String name : NAMES) {
            try {
                Native.register(TurboJpegLibrary.class, NativeLibrary.getInstance(name));
                loaded = true;
                return;
            } catch (UnsatisfiedLinkError e) {
                failure = e;
            }
        }
        throw failure;
    }

    static native @Nullable Pointer tjInitDecompress();

    static native int tjDecompress2(
            Pointer handle,
            Pointer jpeg,
            long jpegBytes,
            Pointer target,
            int widthPx,
            int pitchBytes,
            int heightPx,
            int pixelFormat,
            int flags);

    static native Pointer tjGetErrorStr2(Pointer handle);

    static native int tjDestroy(Pointer handle);
}
