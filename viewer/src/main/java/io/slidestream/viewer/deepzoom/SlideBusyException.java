package io.slidestream.viewer.deepzoom;

/**
 * Thrown when so many requests wait for slides to be opened that this one is refused. The message is meant for people.
 */
public final class SlideBusyException extends Exception {
    private static final long serialVersionUID = 1L;

    SlideBusyException(String message) {
        super(message, null, false, false);
    }
}
