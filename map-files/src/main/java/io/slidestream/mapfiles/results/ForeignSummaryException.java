package io.slidestream.mapfiles.results;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A summary.json that Slidestream did not write, or not to its end. The message is a predicate: "is not of Slidestream". */
public final class ForeignSummaryException extends IOException {
    private static final long serialVersionUID = 1L;

    ForeignSummaryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
