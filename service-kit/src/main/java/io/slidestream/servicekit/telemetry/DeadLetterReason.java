package io.slidestream.servicekit.telemetry;

import java.util.Locale;

/** The kind of fault for which a record is dead-lettered, as metrics tell it. */
public enum DeadLetterReason {
    /** The bytes are no message of their topic. */
    MALFORMED,
    /** A message that contradicts what else is known, as a tile outside its slide's grid. */
    UNUSABLE,
    /** Every delivery of it failed. */
    FAILED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
