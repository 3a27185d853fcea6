package io.slidestream.slides;

/** OpenSlide's own words on why a handle is of no more use. */
final class OpenSlideException extends Exception {
    private static final long serialVersionUID = 1L;

    OpenSlideException(String message) {
        super(message);
    }
}
