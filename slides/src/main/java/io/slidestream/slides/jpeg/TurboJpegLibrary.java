package io.slidestream.slides.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions of TurboJPEG 2 and 3 that are needed, by JNA direct mapping. Only {@link TurboDecoder} may call. */
final class TurboJpegLibrary {
    private static final List<String> NAMES = List.of("libturbojpeg.so.0", "turbojpeg");

    /** The only place where versions before 3 say who they are. */
    private static final Pattern VERSION = Pattern.compile("libjpeg-turbo version ([0-9.]+)");

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

    /** Searches the file that was loaded; {@code unknown} if it does not say. */
    static String version() {
        load();
        try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
            Optional<String> file = mapped.filter(line -> line.contains("/libturbojpeg.so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst();
            Matcher found = VERSION.matcher(file.isEmpty() ? "" : Files.readString(Path.of(file.get()), ISO_8859_1));
            return found.find() ? found.group(1) : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
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
