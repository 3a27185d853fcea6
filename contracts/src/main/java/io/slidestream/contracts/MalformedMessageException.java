package io.slidestream.contracts;

/** Bytes that cannot be decoded as a message of the topic they were found on; no retry can help. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
