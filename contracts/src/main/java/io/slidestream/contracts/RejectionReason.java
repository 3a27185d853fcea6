package io.slidestream.contracts;

/** Why a slide got no map, or a tile no score. The names are public: they stand in summaries and metric tags. */
public enum RejectionReason {
    /** The bytes are not of a whole-slide format. */
    NOT_A_SLIDE,
    /** A slide whose end is missing; it may still be arriving. */
    INCOMPLETE,
    /** Pixels that cannot be decoded. */
    UNREADABLE,
    /** No usable microns per pixel, and none was configured. */
    NO_MPP,
    NO_TISSUE,
    /** Smaller than one tile. */
    TOO_SMALL,
    /** The bytes are no longer those that were tiled. */
    CHANGED,
    /** The slide is no longer there. */
    VANISHED,
    /** Every delivery of the block failed for a reason of ours; the dead letter carries the cause. */
    FAILED,
    /** Somebody called the map off. */
    CANCELLED;

    /** The name in files and metrics: {@code not-a-slide}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
