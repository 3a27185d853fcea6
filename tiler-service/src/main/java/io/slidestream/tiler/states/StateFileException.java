package io.slidestream.tiler.states;

/** What the tiler knows cannot be read or written any more, so it must end; the message is for people and says what to do. */
public final class StateFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
