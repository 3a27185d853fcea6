package io.slidestream.slides.openslide;

/** The machine lacks the OpenSlide library: no slide can be read until it is installed. */
public final class OpenSlideMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpenSlideMissingException(Throwable cause) {
        super(
                "the OpenSlide library could not be loaded; install it with: apt-get install libopenslide0 ("
                        + firstLine(cause) + ")",
                cause);
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
