package io.slidestream.slides.open;

import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.openslide.OpenSlideHandle;
import io.slidestream.slides.openslide.OpenSlideMissingException;

/** The libraries of this machine that read slides. Loads them. */
public final class NativeVersions {
    private static final String MISSING = "not installed";

    private NativeVersions() {}

    /** Version of OpenSlide, such as {@code 3.4.1}, or that it is not installed. */
    public static String ofOpenSlide() {
        try {
            return OpenSlideHandle.version();
        } catch (OpenSlideMissingException e) {
            return MISSING;
        }
    }

    /** Version of libjpeg-turbo, such as {@code 2.1.5}, or that it is not installed. */
    public static String ofLibjpegTurbo() {
        return JpegLibrary.turboVersion().orElse(MISSING);
    }
}
