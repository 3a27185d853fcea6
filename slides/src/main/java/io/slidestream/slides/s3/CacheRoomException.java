package io.slidestream.slides.s3;

import java.io.IOException;

/** The cache cannot take a slide. */
final class CacheRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** @param passing whether it may be able to when other slides are no longer read, or somebody frees space */
    CacheRoomException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }
}
