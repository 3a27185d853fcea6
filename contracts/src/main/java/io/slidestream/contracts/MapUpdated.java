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

    /** A grid holds no more; two tilings under one attempt may have been counted together. */
    private static final long MAX_TILES = 2L * TileGrid.MAX_CELLS;

    public MapUpdated {
        Checks.attempt(attempt);
        Checks.inRange("expectedTiles", expectedTiles, 0, MAX_TILES);
        Checks.inRange("scoredTiles", scoredTiles, 0, MAX_TILES);
        Checks.inRange("rejectedTiles", rejectedTiles, 0, MAX_TILES);
        if (results != null) {
            results = Checks.text("results", results, Limits.LOCATION);
        }
        if (message != null) {
            message = Checks.cut(message);
        }
        if (state == State.MAPPED && expectedTiles != scoredTiles + rejectedTiles) {
            throw new IllegalArgumentException("a mapped slide must balance: expected " + expectedTiles + ", scored "
                    + scoredTiles + ", rejected " + rejectedTiles);
        }
    }
}
