package io.slidestream.standalone.terminal;

import io.slidestream.viewer.command.OptionException;

/** What the user asked for cannot be done as asked; the message says what to change. Exit code 2. */
public final class UsageException extends OptionException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
