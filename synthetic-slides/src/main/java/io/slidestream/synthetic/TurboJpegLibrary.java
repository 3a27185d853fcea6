package io.slidestream.synthetic;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoding half of libjpeg-turbo's TurboJPEG API 2, which version 3 has too. Nothing here guards. */
public final class TurboJpegLibrary {
    private static final List<String> NAMES = List.of("libturbojpeg.so.0", "turbojpeg");
    private static final boolean PRESENT = register();

    private TurboJpegLibrary() {}

    public static boolean present() {
        return PRESENT;
    }

    private static boolean register() {
        for (String name : NAMES) {
            try {
                Native.register(TurboJpegLibrary.class, NativeLibrary.getInstance(name));
                return true;
            } catch (UnsatisfiedLinkError e) {
                // the next name, or the JDK's encoder
            }
        }
        return false;
    }

    static native @Nullable Pointer tjInitCompress();

    static native NativeLong tjBufSize(int width, int height, int subsampling);

    static native int tjCompress2(
            Pointer compressor,
            int[] source,
            int width,
            int pitch,
            int height,
            int pixelFormat,
            PointerByReference jpeg,
            NativeLongByReference jpegBytes,
            int subsampling,
            int quality,
            int flags);

    static native int tjCompressFromYUVPlanes(
            Pointer compressor,
            Pointer planes,
            int width,
            @Nullable Pointer strides,
            int height,
            int subsampling,
            PointerByReference jpeg,
            NativeLongByReference jpegBytes,
            int quality,
            int flags);

    static native Pointer tjGetErrorStr2(Pointer compressor);

    static native int tjDestroy(Pointer compressor);
}
