package io.slidestream.worker.blocks;

import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/*
 * Urgent blocks have consumers of their own, so that an idle worker takes them the moment they come and a busy one as
 * soon as one of these is free. While any of them finds blocks, the others take none; what they hold is finished, at most
 * consumers * blocks.per.poll. The bound is for an urgent slide whose reading hangs: it must not stop everything else.
 */
/** Lets a worker take other blocks only while there are no urgent ones. Safe for concurrent use. */
public final class UrgentFirst {
    private final long boundNanos;
    private final Ticks ticks;
    /** Time of the last poll that brought blocks, for each urgent lane with blocks. */
    private final Map<Lane, Long> busySince = new ConcurrentHashMap<>();

    /**
     * @param bound after this time the other lanes no longer wait for the next poll of an urgent lane that found blocks
     */
    public UrgentFirst(Duration bound, Ticks ticks) {
        this.boundNanos = bound.toNanos();
        this.ticks = ticks;
    }

    /** Creates an urgent lane, for one consumer. */
    public Lane urgent() {
        return new Urgent();
    }

    /** Creates a lane of other blocks, for one consumer. */
    public Lane others() {
        return new Others();
    }

    private final class Urgent implements Lane {
        @Override
        public String topic() {
            return Topic.TILE_BLOCKS_URGENT.name();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void foundBlocks() {
            busySince.put(this, ticks.nanos());
        }

        @Override
        public void foundNone() {
            busySince.remove(this);
        }

        @Override
        public void close() {
            busySince.remove(this);
        }
    }

    private final class Others implements Lane {
        @Override
        public String topic() {
            return Topic.TILE_BLOCKS.name();
        }

        @Override
        public boolean isOpen() {
            long now = ticks.nanos();
            return busySince.values().stream().allMatch(since -> now - since > boundNanos);
        }

        @Override
        public void foundBlocks() {}

        @Override
        public void foundNone() {}

        @Override
        public void close() {}
    }
}
