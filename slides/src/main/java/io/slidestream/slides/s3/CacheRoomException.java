package io.slidestream.slides.s3;

import java.io.IOException;

/** The cache cannot take a slide. */
final class CacheRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    enum Kind {
        /** It may be able to when other slides are no longer read, or somebody frees space. */
        PASSING,
        LASTING
    }

    CacheRoomException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    boolean isPassing() {
        return kind == Kind.PASSING;
    }
}
