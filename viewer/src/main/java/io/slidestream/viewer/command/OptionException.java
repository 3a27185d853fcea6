package io.slidestream.viewer.command;

/** An option or argument that cannot be used as it is; the message says what to change. Exit code 2. */
public class OptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OptionException(String message) {
        super(message);
    }
}
