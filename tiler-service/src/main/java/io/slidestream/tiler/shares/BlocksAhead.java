package io.slidestream.tiler.shares;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/*
 * How many blocks lie in Kafka decides how long a slide that comes now waits, whatever its turn, and whether workers run out of
 * blocks. Their number follows the workers: as many as they answered of late, so that a newcomer waits about as long as that;
 * and at least as many as are configured, so that there is a beginning.
 */
/** The blocks that were published and not answered. Not for concurrent use. */
public final class BlocksAhead {
    /** How far ahead of the workers blocks are published, in time. */
    static final Duration LATELY = Duration.ofSeconds(20);

    /**
     * A block that another, published so much later, has overtaken is lost: dead-lettered where nobody answered it, or
     * answered while nobody listened.
     */
    static final Duration OVERTAKEN = Duration.ofMinutes(15);

    /** As long as Kafka keeps blocks. */
    static final Duration EXPIRED = Duration.ofDays(7);

    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final int least;
    private final Ticks ticks;
    /** When each was published, those published first in front. */
    private final Map<Block, Long> open = new LinkedHashMap<>();

    private final Deque<Answers> lately = new ArrayDeque<>();
    private long answered;

    /** A block of an attempt at a map. */
    private record Block(MapId map, int attempt, int index) {}

    private static final class Answers {
        private final long sinceNanos;
        private int count;

        Answers(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /** @param least blocks that may always be ahead */
    public BlocksAhead(int least, Ticks ticks) {
        if (least < 1) {
            throw new IllegalArgumentException("least must be at least 1, was " + least);
        }
        this.least = least;
        this.ticks = ticks;
    }

    public int open() {
        return open.size();
    }

    /** How many more may be published. */
    public int room() {
        forgetOldAnswers();
        Iterator<Long> oldest = open.values().iterator();
        while (oldest.hasNext() && ticks.since(oldest.next()).compareTo(EXPIRED) > 0) {
            oldest.remove();
        }
        return (int) Math.max(0, Math.max(least, answered) - open.size());
    }

    public void published(MapId map, int attempt, int index) {
        open.put(new Block(map, attempt, index), ticks.nanos());
    }

    public void answered(MapId map, int attempt, int index) {
        Long published = open.remove(new Block(map, attempt, index));
        if (published == null) {
            return;
        }
        long now = ticks.nanos();
        Answers last = lately.peekLast();
        if (last == null || ticks.since(last.sinceNanos).compareTo(GRAIN) >= 0) {
            last = new Answers(now);
            lately.add(last);
        }
        last.count++;
        answered++;
        Iterator<Long> oldest = open.values().iterator();
        while (oldest.hasNext() && published - oldest.next() > OVERTAKEN.toNanos()) {
            oldest.remove();
        }
    }

    /** Forgets the blocks of a map: nobody answers them any more. */
    public void forget(MapId map) {
        open.keySet().removeIf(block -> block.map.equals(map));
    }

    private void forgetOldAnswers() {
        while (!lately.isEmpty() && ticks.since(lately.element().sinceNanos).compareTo(LATELY) > 0) {
            answered -= lately.remove().count;
        }
    }
}
