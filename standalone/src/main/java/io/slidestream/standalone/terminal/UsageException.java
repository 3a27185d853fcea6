package io.slidestream.standalone.terminal;

import io.slidestream.viewer.command.OptionException;

/** A request of the user that cannot be met as given; the message says what to change. Exit code 2. */
public final class UsageException extends OptionException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
