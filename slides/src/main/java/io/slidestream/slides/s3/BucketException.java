package io.slidestream.slides.s3;

import java.io.IOException;

/** A bucket that does not do what was asked; the message says to its user what happened and what to do. */
public sealed class BucketException extends IOException permits RangesRefusedException {
    private static final long serialVersionUID = 1L;

    /** Kind of remedy. */
    public enum Kind {
        /** Passes by itself: no answer, or the answer that the server is in trouble. */
        PASSING,
        /** Stays until somebody corrects something: names, credentials, permissions. */
        LASTING,
        /** The object is not there. */
        GONE,
        /** The object is there with other bytes. */
        REPLACED
    }

    private final Kind kind;

    BucketException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    BucketException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The message alone: it is made for people. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage() is as it was given
    public String toString() {
        return String.valueOf(getMessage());
    }
}
