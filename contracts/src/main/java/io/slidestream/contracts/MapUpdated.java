package io.slidestream.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The ledger of a map: while tiles arrive, and in its final state. Final means
 * {@code expectedTiles == scoredTiles + rejectedTiles} and the results are written.
 *
 * @param expectedTiles 0 until the manifest has arrived
 * @param results URI of the results folder; null while open
 * @param reason why the slide was rejected, else null
 * @param message for people, when rejected; else null
 */
public record MapUpdated(
        MapId mapId,
        int attempt,
        SlideVersion slide,
        State state,
        long expectedTiles,
        long scoredTiles,
        long rejectedTiles,
        @Nullable String results,
        @Nullable RejectionReason reason,
        @Nullable String message) {
    /** Progress of the map. */
    public enum State {
        OPEN,
        MAPPED,
        REJECTED
    }

    public MapUpdated {
        Checks.inRange("attempt", attempt, 1, Integer.MAX_VALUE);
        Checks.inRange("expectedTiles", expectedTiles, 0, Long.MAX_VALUE);
        Checks.inRange("scoredTiles", scoredTiles, 0, Long.MAX_VALUE);
        Checks.inRange("rejectedTiles", rejectedTiles, 0, Long.MAX_VALUE);
        if (state == State.MAPPED && expectedTiles != scoredTiles + rejectedTiles) {
            throw new IllegalArgumentException("a mapped slide must balance: expected " + expectedTiles + ", scored "
                    + scoredTiles + ", rejected " + rejectedTiles);
        }
    }
}
