package io.slidestream.contracts;

import org.jspecify.annotations.Nullable;

/**
 * A user's command to the tiler about a map.
 *
 * @param attempt the one that was seen when it was asked; a later one means that it was asked before
 * @param mpp microns per level-0 pixel; for RESUBMIT those to map the slide with, for RETRY those that the map was made
 *     with, or null where it is not known
 */
public record MapCommand(
        MapId mapId,
        int attempt,
        SlideVersion slide,
        Kind kind,
        @Nullable Double mpp) {
    /** Kind of command. */
    public enum Kind {
        /** Map the slide again. */
        RETRY,
        /** Map the slide with other microns per pixel: another map. */
        RESUBMIT,
        /** Call the map off. */
        CANCEL
    }

    public MapCommand {
        Checks.attempt(attempt);
        if (mpp != null) {
            PlausibleMpp.check("mpp", mpp);
        }
        if (kind == Kind.RESUBMIT && mpp == null) {
            throw new IllegalArgumentException("a slide is resubmitted with microns per pixel, had none");
        }
    }
}
