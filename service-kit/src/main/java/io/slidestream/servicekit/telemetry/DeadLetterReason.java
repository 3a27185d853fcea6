package io.slidestream.servicekit.telemetry;

import java.util.Locale;

/** The kind of fault for which a record is dead-lettered, as metrics tell it. */
public enum DeadLetterReason {
    /** The bytes cannot be decoded as a message of their topic. */
    MALFORMED,
    /** The message contradicts others, such as a tile outside its slide's grid. */
    UNUSABLE,
    /** Every delivery failed. */
    FAILED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
