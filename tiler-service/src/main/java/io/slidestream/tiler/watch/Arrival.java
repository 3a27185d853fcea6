package io.slidestream.tiler.watch;

import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.time.Ticks;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A version of a slide that is arriving, or has.
 *
 * @param seenAtMillis time of day at which something was first seen at its location
 * @param beganNanos the same on the monotonic clock; may lie before this process
 * @param sinceNanos since when it is this version
 */
record Arrival(SlideVersion slide, long seenAtMillis, long beganNanos, long sinceNanos, Progress progress) {
    /** State of the arrival. */
    enum Progress {
        NEW,
        CHANGING,
        INCOMPLETE,
        /** Submitted or rejected: nothing is to be done about this version. */
        DECIDED
    }

    /** Goes on where an earlier start of the tiler was: a slide that was settling then has been arriving since. */
    static Arrival firstSeen(SlideVersion slide, Ticks ticks, Clock wall, Optional<SlideStateChanged> before) {
        long now = ticks.nanos();
        long millis = wall.millis();
        long seenAt = before.filter(state -> state.state() == SlideStateChanged.State.SETTLING)
                .map(SlideStateChanged::seenAtMillis)
                .filter(seen -> seen <= millis)
                .orElse(millis);
        long began = now - Duration.ofMillis(millis - seenAt).toNanos();
        return new Arrival(slide, seenAt, began, now, Progress.NEW);
    }

    /** Another version, which goes on arriving. */
    Arrival changed(SlideVersion next, Ticks ticks) {
        return new Arrival(next, seenAtMillis, beganNanos, ticks.nanos(), Progress.CHANGING);
    }

    Arrival incomplete() {
        return new Arrival(slide, seenAtMillis, beganNanos, sinceNanos, Progress.INCOMPLETE);
    }

    Arrival decided() {
        return new Arrival(slide, seenAtMillis, beganNanos, sinceNanos, Progress.DECIDED);
    }

    /** The same version, which was seen to be unchanged for that time before. */
    Arrival settled(Duration unchanged) {
        return new Arrival(slide, seenAtMillis, beganNanos, sinceNanos - unchanged.toNanos(), Progress.NEW);
    }

    String location() {
        return slide.location();
    }

    boolean isDecided() {
        return progress == Progress.DECIDED;
    }

    boolean isIncomplete() {
        return progress == Progress.INCOMPLETE;
    }

    boolean hasChanged() {
        return progress == Progress.CHANGING;
    }

    Duration unchanged(Ticks ticks) {
        return ticks.since(sinceNanos);
    }

    Duration arriving(Ticks ticks) {
        return ticks.since(beganNanos);
    }
}
