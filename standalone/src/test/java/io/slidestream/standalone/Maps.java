package io.slidestream.standalone;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import org.jspecify.annotations.Nullable;

/** States of the map of S1. */
public final class Maps {
    public static final SlideVersion SLIDE = new SlideVersion("file:///bucket/S1.svs", "1-2", "S1");
    private static final MapId ID = new MapId("00112233445566778899aabbccddeeff");

    private Maps() {}

    /** The open map of another slide, of a name of one digit after the letter. */
    public static MapUpdated openOf(String name, int expected, int scored) {
        return of(name, MapUpdated.State.OPEN, expected, scored);
    }

    public static MapUpdated mappedOf(String name, int tiles) {
        return of(name, MapUpdated.State.MAPPED, tiles, tiles);
    }

    private static MapUpdated of(String name, MapUpdated.State state, int expected, int scored) {
        MapId id = new MapId("0".repeat(31) + name.charAt(1));
        SlideVersion slide = new SlideVersion("file:///bucket/" + name + ".svs", "1-2", name);
        return new MapUpdated(id, 1, slide, state, expected, scored, 0, null, null, null);
    }

    public static MapUpdated open(int expected, int scored, int rejected) {
        return map(MapUpdated.State.OPEN, expected, scored, rejected, null, null);
    }

    public static MapUpdated mapped(int scored, int rejected) {
        return map(MapUpdated.State.MAPPED, scored + rejected, scored, rejected, null, null);
    }

    public static MapUpdated rejected(RejectionReason reason, String message) {
        return map(MapUpdated.State.REJECTED, 0, 0, 0, reason, message);
    }

    private static MapUpdated map(
            MapUpdated.State state,
            int expected,
            int scored,
            int rejected,
            @Nullable RejectionReason reason,
            @Nullable String message) {
        return new MapUpdated(ID, 1, SLIDE, state, expected, scored, rejected, null, reason, message);
    }
}
