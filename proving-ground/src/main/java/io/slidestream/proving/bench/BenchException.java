package io.slidestream.proving.bench;

/** Thrown when the request cannot be measured; the message says why and what can. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }
}
