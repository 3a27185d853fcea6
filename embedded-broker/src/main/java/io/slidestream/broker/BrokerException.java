package io.slidestream.broker;

/** The broker cannot start; the message says why and what to do. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }

    BrokerException(String message) {
        super(message);
    }
}
