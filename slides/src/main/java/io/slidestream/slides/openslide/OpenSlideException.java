package io.slidestream.slides.openslide;

/** OpenSlide's own words on why a handle is of no more use. */
public final class OpenSlideException extends Exception {
    private static final long serialVersionUID = 1L;

    public OpenSlideException(String message) {
        super(message);
    }
}
