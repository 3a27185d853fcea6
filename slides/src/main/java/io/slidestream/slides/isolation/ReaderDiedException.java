package io.slidestream.slides.isolation;

/** A reader process that ended, or was ended, before its answer was there. */
final class ReaderDiedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Death death;

    /** How it came to its end. */
    enum Death {
        /** While the slide was in its hand. */
        CRASH,
        /** By us, as no answer came in time. */
        HANG,
        /** Before it had the request. */
        BEFORE
    }

    ReaderDiedException(Death death, String message) {
        super(message);
        this.death = death;
    }

    Death death() {
        return death;
    }
}
