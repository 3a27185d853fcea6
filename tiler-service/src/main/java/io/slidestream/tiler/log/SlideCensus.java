package io.slidestream.tiler.log;

import io.slidestream.contracts.SlideStateChanged.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A count of slides at one moment, for metrics: one pass for all of them. Immutable. */
public final class SlideCensus {
    /** The states that a slide should not stay in. */
    static final List<State> PASSING = List.of(State.SEEN, State.SETTLING, State.SUBMITTED, State.TILED);

    private final long atMillis;
    private final Map<State, Long> slides = new EnumMap<>(State.class);
    private final Map<State, Long> oldestSince = new EnumMap<>(State.class);
    private final long lastArrivalMillis;
    private final long lastMappedMillis;

    private SlideCensus(Counter counter, long atMillis) {
        this.atMillis = atMillis;
        slides.putAll(counter.slides);
        oldestSince.putAll(counter.oldestSince);
        lastArrivalMillis = counter.lastArrivalMillis;
        lastMappedMillis = counter.lastMappedMillis;
    }

    /** Counts slides one by one. Not for concurrent use. */
    public static final class Counter {
        private final Map<State, Long> slides = new EnumMap<>(State.class);
        private final Map<State, Long> oldestSince = new EnumMap<>(State.class);
        private long lastArrivalMillis = -1;
        private long lastMappedMillis = -1;

        /**
         * @param sinceMillis when the slide came into the state
         * @param seenAtMillis when it was first seen
         */
        public void add(State state, long sinceMillis, long seenAtMillis) {
            slides.merge(state, 1L, Long::sum);
            oldestSince.merge(state, sinceMillis, Math::min);
            lastArrivalMillis = Math.max(lastArrivalMillis, seenAtMillis);
            if (state == State.MAPPED) {
                lastMappedMillis = Math.max(lastMappedMillis, sinceMillis);
            }
        }

        /** The count, of that moment. */
        public SlideCensus at(long millis) {
            return new SlideCensus(this, millis);
        }
    }

    public long atMillis() {
        return atMillis;
    }

    long slides(State state) {
        return slides.getOrDefault(state, 0L);
    }

    /** Longest time in the state; 0 when no slide is in it, or the wall clock was set back. */
    double oldestSeconds(State state) {
        return Math.max(0, atMillis - oldestSince.getOrDefault(state, atMillis)) / 1e3;
    }

    /** Time of the last arrival, since 1970; NaN when there is no slide. */
    double lastArrivalSeconds() {
        return lastArrivalMillis < 0 ? Double.NaN : lastArrivalMillis / 1e3;
    }

    /** Time at which a slide was last mapped, since 1970; NaN when none is mapped. */
    double lastMappedSeconds() {
        return lastMappedMillis < 0 ? Double.NaN : lastMappedMillis / 1e3;
    }
}
