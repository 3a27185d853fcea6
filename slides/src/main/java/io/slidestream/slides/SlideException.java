package io.slidestream.slides;

import io.slidestream.contracts.RejectionReason;

/** A slide, or a part of it, that cannot be used; the message says to its user what happened and what to do. */
public final class SlideException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    public SlideException(RejectionReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public SlideException(RejectionReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public RejectionReason reason() {
        return reason;
    }
}
