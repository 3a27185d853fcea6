package io.slidestream.standalone;

/** What the user asked for cannot be done as asked; the message says what to change. Exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
