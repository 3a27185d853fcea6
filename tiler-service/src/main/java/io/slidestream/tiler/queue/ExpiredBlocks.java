package io.slidestream.tiler.queue;

import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.servicekit.kafka.TopicPlan;
import io.slidestream.servicekit.kafka.TopicReader;
import io.slidestream.tiler.states.SlideStates;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the tiler go on with slides whose blocks are not all published, and tiles slides again whose blocks have expired:
 * Kafka keeps blocks for a week, and if no worker takes them by then they are gone. Such a slide has no map, and its topic holds no blocks as old as its tiling. Scores expire later than their
 * blocks, so those that no aggregator took are made good as well.
 *
 * <p>At worst, when the aggregator alone was away for so long, tiles are classified twice; the map counts one attempt.
 */
public final class ExpiredBlocks implements Component {
    private static final Duration PAUSE = Duration.ofMinutes(10);
    /** Difference between the clocks of tilers that is allowed for. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(ExpiredBlocks.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SlideStates states;
    private final TilingQueue queue;
    private final Duration pause;
    private final Duration youngest;
    private volatile @Nullable Throwable failure;
    private final ScheduledExecutorService thread = Schedules.daemon("expired-blocks");

    /**
     * @param pause between two looks
     * @param youngest slides tiled more recently, by this tiler's own clock, are left alone: while it is behind the
     *     broker's, each of them looks older than its blocks
     */
    public ExpiredBlocks(
            Supplier<Consumer<byte[], byte[]>> consumers,
            SlideStates states,
            TilingQueue queue,
            Duration pause,
            Duration youngest) {
        this.consumers = consumers;
        this.states = states;
        this.queue = queue;
        this.pause = pause;
        this.youngest = youngest;
    }

    /** @param kafka client properties, at least bootstrap.servers */
    public static ExpiredBlocks in(Map<String, Object> kafka, SlideStates states, TilingQueue queue) {
        return new ExpiredBlocks(TopicReader.consumers(kafka, "expired-blocks"), states, queue, PAUSE, TopicPlan.WORK);
    }

    @Override
    public String name() {
        return "expired-blocks";
    }

    @Override
    public void start() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks soon: slides have come into this tiler's share. */
    public void lookSoon() {
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            log.debug("not looked for: told to end", e);
        }
    }

    @Override
    public Health check() {
        Throwable cause = failure;
        return cause == null ? Health.ready() : Health.failed(cause);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /**
     * Looks once. A failure that ends the thread fails the service: slides whose blocks expired would wait for ever.
     */
    private void look() {
        try {
            lookNow();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    private void lookNow() {
        states.tiled().forEach(queue::goOn);
        long before = System.currentTimeMillis() - youngest.toMillis();
        List<SlideStateChanged> tiled = states.tiled().stream()
                .filter(slide -> slide.sinceMillis() <= before)
                .filter(slide -> slide.mapId() == null || !queue.isPublishing(slide.mapId()))
                .toList();
        if (tiled.isEmpty()) {
            return;
        }
        try (Consumer<byte[], byte[]> reading = consumers.get()) {
            lookFor(reading, Topic.TILE_BLOCKS, tiled);
            lookFor(reading, Topic.TILE_BLOCKS_URGENT, tiled);
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) {
                log.warn(
                        "could not look for slides whose blocks have expired; again in {}: {}",
                        pause,
                        KafkaFailures.describe(e));
            }
        }
    }

    /** @param tiled those tiled first come first: where one has its blocks, so have the later ones */
    private void lookFor(Consumer<byte[], byte[]> reading, Topic<TileBlock> topic, List<SlideStateChanged> tiled) {
        List<TopicPartition> partitions = reading.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        for (SlideStateChanged slide : tiled) {
            if (!Topic.blocksOf(slide.slide()).equals(topic)) {
                continue;
            }
            if (holdsOlder(reading, partitions, slide.sinceMillis() + CLOCKS_DIFFER.toMillis())) {
                return;
            }
            if (queue.mapId(slide.slide(), slide.mpp()).equals(slide.mapId())) {
                log.warn(
                        "{} has no map, and its blocks are older than what topic {} keeps: it is tiled again",
                        slide.location(),
                        topic.name());
                queue.submitAgain(slide.slide(), slide.mpp());
            }
        }
    }

    private static boolean holdsOlder(Consumer<byte[], byte[]> reading, List<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> begins = reading.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, millis));
        Map<TopicPartition, OffsetAndTimestamp> later = reading.offsetsForTimes(times);
        return partitions.stream().anyMatch(partition -> {
            OffsetAndTimestamp first = later.get(partition);
            long end = first == null ? ends.getOrDefault(partition, 0L) : first.offset();
            return end > begins.getOrDefault(partition, 0L);
        });
    }
}
