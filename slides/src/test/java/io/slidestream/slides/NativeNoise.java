package io.slidestream.slides;

import com.sun.jna.Callback;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.slidestream.slides.openslide.OpenSlideHandle;
import org.jspecify.annotations.Nullable;

/** What libtiff and GLib print on standard error about damaged files, thousands of lines in a fuzz test. */
final class NativeNoise {
    /** Kept as long as the library may call it. */
    private final Log nothing = (domain, level, message, data) -> {};

    interface Log extends Callback {
        void log(@Nullable Pointer domain, int level, @Nullable Pointer message, @Nullable Pointer data);
    }

    /** For the rest of the JVM's life. */
    void silence() {
        OpenSlideHandle.version();
        NativeLibrary openSlide = NativeLibrary.getInstance("libopenslide.so.0");
        openSlide.getFunction("TIFFSetWarningHandler").invokePointer(new Object[] {null});
        openSlide.getFunction("TIFFSetErrorHandler").invokePointer(new Object[] {null});
        openSlide.getFunction("g_log_set_default_handler").invokePointer(new Object[] {nothing, null});
    }
}
