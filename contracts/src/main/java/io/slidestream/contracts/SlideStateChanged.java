package io.slidestream.contracts;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a slide of the bucket.
 *
 * @param sinceMillis when it came into this state
 * @param seenAtMillis when something was first seen at its location, and had not been decided since
 * @param mapId null before it is submitted
 * @param attempt 0 before it is submitted
 * @param mpp microns per level-0 pixel asked for this slide alone, or null
 * @param reason why, when rejected; else null
 * @param message for people, what happened and what to do; null where there is nothing to say
 */
public record SlideStateChanged(
        SlideVersion slide,
        State state,
        long sinceMillis,
        long seenAtMillis,
        @Nullable MapId mapId,
        int attempt,
        @Nullable Double mpp,
        @Nullable RejectionReason reason,
        @Nullable String message)
        implements SlideStateEvent {
    /** The order in which a slide passes them. The labels are public: they stand in `status` and metric tags. */
    public enum State {
        /** Noticed, and not changed since. */
        SEEN,
        /** Changing, or not complete. */
        SETTLING,
        /** Complete, and waiting for the tiler. */
        SUBMITTED,
        /** All its blocks are in the log. */
        TILED,
        /** Its map is written. */
        MAPPED,
        /** It gets no map. */
        REJECTED;

        /** Whether the tiler is done with the slide: topic slides has its manifest, or says why there is none. */
        public boolean isDecided() {
            return switch (this) {
                case SEEN, SETTLING, SUBMITTED -> false;
                case TILED, MAPPED, REJECTED -> true;
            };
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SlideStateChanged {
        boolean waiting = state == State.SEEN || state == State.SETTLING;
        Checks.inRange("attempt", attempt, waiting ? 0 : 1, waiting ? 0 : Limits.ATTEMPTS);
        Checks.millis("sinceMillis", sinceMillis);
        Checks.millis("seenAtMillis", seenAtMillis);
        if (message != null) {
            message = Checks.cut(message);
        }
        if (waiting != (mapId == null)) {
            throw new IllegalArgumentException(
                    "a slide has a map id when it is submitted, was " + state.label() + " with map id " + mapId);
        }
        if ((state == State.REJECTED) != (reason != null)) {
            throw new IllegalArgumentException(
                    "a rejected slide, and no other, has a reason, was " + state.label() + " with reason " + reason);
        }
        if (mpp != null) {
            PlausibleMpp.check("mpp", mpp);
        }
    }

    @Override
    public String location() {
        return slide.location();
    }
}
