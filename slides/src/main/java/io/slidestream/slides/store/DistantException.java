package io.slidestream.slides.store;

import io.slidestream.slides.SlideException;
import java.io.IOException;

/** A slide elsewhere whose bytes cannot be had, met by code that reads a channel. */
public final class DistantException extends IOException {
    private static final long serialVersionUID = 1L;

    private final SlideException why;

    DistantException(SlideException why) {
        super(why);
        this.why = why;
    }

    public SlideException why() {
        return why;
    }
}
