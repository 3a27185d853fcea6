package io.slidestream.tiler.tiling;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Limits;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.shares.BlocksAhead;
import io.slidestream.tiler.shares.FairShares;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the blocks of the slides in hand, no more of them than workers are about to take: topics are first in, first out,
 * so whose blocks come next is decided here. Each time it is the turn of the slide that {@link FairShares} names; urgent
 * slides have shares, and room, of their own. Safe for concurrent use.
 *
 * <p>A slide's manifest comes first, and again now and then, with the block that is next: where a tiler ends, its successor
 * goes on from there.
 */
public final class BlockFlow implements Component {
    /** Blocks published in one turn, by whose end the next slide's turn may have come. */
    private static final int TURN = 32;
    /** Blocks that are published again, at most, after a tiler ended in the middle. */
    private static final int MARK = 256;
    /** How late it is noticed that blocks have expired. */
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private static final Logger log = LoggerFactory.getLogger(BlockFlow.class);

    private final Delivery delivery;
    private final SlideOwnership share;
    private final Consumer<SlideEvent> said;
    private final Lane urgent;
    private final Lane normal;
    private final @Nullable TopicFollower answers;
    private final Thread thread = new Thread(this::run, "block-flow");
    /** Map whose turn it is. */
    private @Nullable MapId turn;

    private boolean closed;
    private volatile @Nullable Throwable failure;

    /** Slides of one topic; guarded by the flow. */
    private static final class Lane {
        private final Topic<TileBlock> topic;
        private final BlocksAhead ahead;
        private final FairShares<MapId> shares = new FairShares<>();
        private final Map<MapId, InHand> slides = new HashMap<>();

        Lane(Topic<TileBlock> topic, BlocksAhead ahead) {
            this.topic = topic;
            this.ahead = ahead;
        }

        void withdraw(MapId map) {
            slides.remove(map);
            shares.withdraw(map);
            ahead.forget(map);
        }
    }

    /** A slide whose blocks are not all published. */
    private static final class InHand {
        private final PlannedBlocks blocks;
        private int marked;

        InHand(PlannedBlocks blocks) {
            this.blocks = blocks;
            marked = blocks.next();
        }
    }

    private record Turn(Lane lane, InHand slide, int room) {}

    /**
     * A flow that is told by {@link #answered} what was answered.
     *
     * @param share of slides; what leaves it is left to another tiler
     * @param said given the events that were published on topic {@code slides}
     * @param least blocks of a lane that may always be ahead of workers
     */
    public BlockFlow(
            Delivery delivery,
            SlideOwnership share,
            Consumer<SlideEvent> said,
            int least,
            TilerMetrics metrics,
            Ticks ticks) {
        this(null, delivery, share, said, least, metrics, ticks);
    }

    /**
     * A flow that follows topic {@code tile-scores}.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static BlockFlow in(
            Map<String, Object> kafka,
            Delivery delivery,
            SlideOwnership share,
            Consumer<SlideEvent> said,
            int least,
            TilerMetrics metrics) {
        return new BlockFlow(kafka, delivery, share, said, least, metrics, Ticks.SYSTEM);
    }

    private BlockFlow(
            @Nullable Map<String, Object> kafka,
            Delivery delivery,
            SlideOwnership share,
            Consumer<SlideEvent> said,
            int least,
            TilerMetrics metrics,
            Ticks ticks) {
        this.delivery = delivery;
        this.share = share;
        this.said = said;
        urgent = new Lane(Topic.TILE_BLOCKS_URGENT, new BlocksAhead(least, ticks));
        normal = new Lane(Topic.TILE_BLOCKS, new BlocksAhead(least, ticks));
        answers = kafka == null
                ? null
                : new TopicFollower(
                        "answered-blocks",
                        metrics.clients().of(TopicFollower.consumers(kafka, "answered-blocks")),
                        StartPoint.END,
                        TopicFollower.OnFailure.RETRY,
                        List.of(FollowedTopic.of(Topic.TILE_SCORES, metrics.skipped(), this::answered, key -> {})));
        metrics.unpublished("urgent", () -> waiting(urgent));
        metrics.unpublished("normal", () -> waiting(normal));
    }

    @Override
    public String name() {
        return "block-flow";
    }

    @Override
    public void start() {
        if (answers != null) {
            answers.start();
            answers.awaitCaughtUp();
        }
        thread.start();
    }

    @Override
    public Health check() {
        Throwable cause = failure;
        if (cause != null) {
            return Health.failed(cause);
        }
        Health following = answers == null ? Health.ready() : answers.check();
        return following.state() == Health.State.READY ? delivery.check() : following;
    }

    /** What is not published is gone on with by who next holds the slides. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answers != null) {
            answers.close();
        }
    }

    Delivery delivery() {
        return delivery;
    }

    /** Whether the caller shall publish all of the slide's blocks now, there being room and nobody waiting. */
    synchronized boolean isOpenFor(PlannedBlocks blocks) {
        Lane lane = lane(blocks);
        if (!lane.shares.isEmpty() || lane.ahead.room() < blocks.blocksLeft()) {
            return false;
        }
        SlideTiled manifest = blocks.manifest();
        blocks.indices().forEach(index -> lane.ahead.published(manifest.mapId(), manifest.attempt(), index));
        return true;
    }

    /** Takes a slide into hand whose manifest is in the log. */
    synchronized void add(PlannedBlocks blocks) {
        Lane lane = lane(blocks);
        MapId map = blocks.manifest().mapId();
        lane.slides.put(map, new InHand(blocks));
        lane.shares.add(map, Math.max(1, blocks.tilesLeft()));
        notifyAll();
    }

    public synchronized boolean holds(MapId map) {
        return urgent.slides.containsKey(map) || normal.slides.containsKey(map);
    }

    /** Drops a map. When it returns, nothing of it is published any more. */
    public synchronized void withdraw(MapId map) {
        urgent.withdraw(map);
        normal.withdraw(map);
        notifyAll();
        while (map.equals(turn) && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Call for each block that workers answered. */
    public synchronized void answered(BlockScored block) {
        urgent.ahead.answered(block.mapId(), block.attempt(), block.blockIndex());
        normal.ahead.answered(block.mapId(), block.attempt(), block.blockIndex());
        notifyAll();
    }

    /** Publishes blocks of the slide whose turn it is; false if there is none, or no room. */
    boolean takeTurn() throws InterruptedException {
        Turn next;
        synchronized (this) {
            next = next();
        }
        if (next == null) {
            return false;
        }
        take(next);
        return true;
    }

    private void run() {
        try {
            while (true) {
                Turn next;
                synchronized (this) {
                    next = next();
                    while (next == null && !closed) {
                        wait(PATIENCE_MILLIS);
                        next = next();
                    }
                    if (closed || next == null) {
                        return;
                    }
                }
                take(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("blocks are no longer published; the service must be restarted", e);
            failure = e;
        }
    }

    private Lane lane(PlannedBlocks blocks) {
        return blocks.manifest().slide().isUrgent() ? urgent : normal;
    }

    /** Call with this locked. */
    private @Nullable Turn next() {
        for (Lane lane : List.of(urgent, normal)) {
            int room = lane.ahead.room();
            MapId map = lane.shares.next().orElse(null);
            InHand slide = map == null ? null : lane.slides.get(map);
            if (map != null && slide != null && room > 0) {
                turn = map;
                return new Turn(lane, slide, room);
            }
        }
        return null;
    }

    private void take(Turn next) throws InterruptedException {
        SlideTiled manifest = next.slide.blocks.manifest();
        try {
            if (share.holds(manifest.slide().location())) {
                publish(next, manifest);
            } else {
                log.info(
                        "the blocks of {} are left to the tiler whose share it is in now",
                        manifest.slide().location());
                drop(next, manifest);
            }
        } catch (RecordTooLargeException e) {
            drop(next, manifest);
            say(new SlideRejected(
                    manifest.mapId(),
                    Limits.nextAttempt(manifest.attempt()),
                    manifest.slide(),
                    RejectionReason.FAILED,
                    SlideTiler.tooLarge(e),
                    manifest.seenAtMillis()));
        } finally {
            synchronized (this) {
                turn = null;
                notifyAll();
            }
        }
    }

    private void publish(Turn next, SlideTiled manifest) throws InterruptedException {
        PlannedBlocks blocks = next.slide.blocks;
        List<TileBlock> some;
        synchronized (this) {
            some = blocks.take(Math.min(TURN, next.room));
            // Before they are published: answers may come before acknowledgements.
            some.forEach(block -> next.lane.ahead.published(block.mapId(), block.attempt(), block.blockIndex()));
        }
        delivery.deliver(manifest.mapId(), next.lane.topic, some::iterator);
        synchronized (this) {
            next.lane.shares.served(some.stream()
                    .mapToLong(block -> Long.bitCount(block.tiles()))
                    .sum());
            if (next.lane.slides.get(manifest.mapId()) != next.slide) { // withdrawn meanwhile
                next.lane.ahead.forget(manifest.mapId());
                return;
            }
        }
        if (blocks.isEmpty()) {
            say(manifest.withNextBlock(manifest.grid().blocks()));
            synchronized (this) {
                next.lane.slides.remove(manifest.mapId(), next.slide);
                next.lane.shares.done(manifest.mapId());
            }
            log.info("all blocks of {} (map {}) are published", manifest.slide().location(), manifest.mapId());
        } else if (blocks.next() - next.slide.marked >= MARK) {
            next.slide.marked = blocks.next();
            say(manifest.withNextBlock(blocks.next()));
        }
    }

    private synchronized void drop(Turn next, SlideTiled manifest) {
        next.lane.withdraw(manifest.mapId());
    }

    private void say(SlideEvent event) throws InterruptedException {
        delivery.deliver(event.mapId(), Topic.SLIDES, () -> List.of(event).iterator());
        said.accept(event);
    }

    private synchronized long waiting(Lane lane) {
        return lane.slides.values().stream()
                .mapToLong(slide -> slide.blocks.blocksLeft())
                .sum();
    }
}
