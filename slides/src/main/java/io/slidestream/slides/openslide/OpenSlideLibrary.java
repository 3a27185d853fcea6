package io.slidestream.slides.openslide;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions of OpenSlide 3.4 by JNA direct mapping (77 ns a call), so that 4.x serves as well. Nothing here guards:
 * a null or closed handle, or a destination too small, kills the process. Only {@link OpenSlideHandle} may call.
 */
public final class OpenSlideLibrary {
    private static final List<String> NAMES = List.of("libopenslide.so.1", "libopenslide.so.0", "openslide");
    private static volatile boolean loaded;

    private OpenSlideLibrary() {}

    /** @throws OpenSlideMissingException if the machine has no OpenSlide; it may be installed and the call repeated */
    static void load() {
        if (!loaded) {
            load(NAMES);
        }
    }

    public static synchronized void load(List<String> names) {
        if (loaded && names.equals(NAMES)) {
            return;
        }
        UnsatisfiedLinkError failure = new UnsatisfiedLinkError("no library of " + names);
        for (String name : names) {
            try {
                Native.register(OpenSlideLibrary.class, NativeLibrary.getInstance(name));
                loaded = true;
                return;
            } catch (UnsatisfiedLinkError e) {
                failure = e;
            }
        }
        throw new OpenSlideMissingException(failure);
    }

    static native Pointer openslide_get_version();

    static native @Nullable Pointer openslide_open(byte[] path);

    static native void openslide_close(Pointer slide);

    static native @Nullable Pointer openslide_get_error(Pointer slide);

    static native int openslide_get_level_count(Pointer slide);

    static native void openslide_get_level_dimensions(
            Pointer slide, int level, LongByReference width, LongByReference height);

    static native double openslide_get_level_downsample(Pointer slide, int level);

    static native @Nullable Pointer openslide_get_property_names(Pointer slide);

    static native @Nullable Pointer openslide_get_property_value(Pointer slide, byte[] name);

    static native @Nullable Pointer openslide_get_associated_image_names(Pointer slide);

    static native void openslide_get_associated_image_dimensions(
            Pointer slide, byte[] name, LongByReference width, LongByReference height);

    static native void openslide_read_associated_image(Pointer slide, byte[] name, int[] argb);

    static native void openslide_read_associated_image(Pointer slide, byte[] name, Pointer argb);

    static native void openslide_read_region(
            Pointer slide, Pointer argb, long x, long y, int level, long width, long height);

    static native void openslide_read_region(
            Pointer slide, int[] argb, long x, long y, int level, long width, long height);
}
