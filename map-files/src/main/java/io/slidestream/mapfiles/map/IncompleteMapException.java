package io.slidestream.mapfiles.map;

import java.io.IOException;

/** Scores that the ledger has counted are not in the store; they come again from the log. */
public final class IncompleteMapException extends IOException {
    private static final long serialVersionUID = 1L;

    IncompleteMapException(String message) {
        super(message);
    }
}
