package io.slidestream.contracts;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a slide got no map, or a tile no score. The names are public: they stand in summaries and metric tags. So are the
 * numbers, which travel in messages and to browsers: none is ever changed or given to another reason.
 */
public enum RejectionReason {
    /** The bytes are not of a whole-slide format. */
    NOT_A_SLIDE(1),
    /** A slide whose end is missing; it may still be arriving. */
    INCOMPLETE(2),
    /** Pixels that cannot be decoded. */
    UNREADABLE(3),
    /** No plausible microns per pixel, or not the same in both directions, and none was configured. */
    NO_MPP(4),
    NO_TISSUE(5),
    /** Smaller than one tile. */
    TOO_SMALL(6),
    /** The bytes are no longer those that were tiled. */
    CHANGED(7),
    /** The slide is no longer there. */
    VANISHED(8),
    /** Every delivery of the block failed for a reason of ours; the dead letter carries the cause. */
    FAILED(9),
    /** Somebody called the map off. */
    CANCELLED(10),
    /** Scanned so coarsely that a tile would be blown up from a few pixels. */
    TOO_COARSE(11),
    /** More tiles than the tiler is allowed to make of one slide. */
    TOO_MANY_TILES(12),
    /** It lies outside the folders and buckets that the service may read. */
    NOT_ALLOWED(13),
    /** It ended the process that read it, or hung it, twice. */
    CRASHES_READER(14);

    private static final Map<Integer, RejectionReason> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RejectionReason::number, reason -> reason));

    private final int number;

    RejectionReason(int number) {
        this.number = number;
    }

    /** Names the reason in bytes: that of the protocol's definition, from 1 on. */
    public int number() {
        return number;
    }

    /** The reason of that number; empty for a number that none has. */
    public static Optional<RejectionReason> numbered(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /** The name in files and metrics: {@code not-a-slide}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
