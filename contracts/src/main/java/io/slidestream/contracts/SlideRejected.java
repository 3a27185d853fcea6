package io.slidestream.contracts;

/**
 * A slide that gets no map.
 *
 * @param message for people: what happened and what to do
 */
public record SlideRejected(
        MapId mapId, int attempt, SlideVersion slide, RejectionReason reason, String message, long seenAtMillis)
        implements SlideEvent {
    public SlideRejected {
        Checks.attempt(attempt);
        message = Checks.cut(Checks.notBlank("message", message));
        Checks.millis("seenAtMillis", seenAtMillis);
    }
}
