package io.slidestream.tiler.commands;

import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.Decoded;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.tiler.log.ConsumerThread;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.PartitionedOwnership;
import io.slidestream.tiler.ownership.TilerGroup;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is asked on topic {@code commands}, on a thread of its own. Each command reaches one tiler of a bucket, that
 * which holds its slide. Its offset is committed when what it asked for is in the log: a tiler that ends before loses
 * no command, its successor reads it again.
 */
public final class Commands implements Component {
    /** What comes ends a poll, and so does a close. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** A member of a group also looks whether it may take its share. */
    private static final Duration POLL_OF_MEMBER = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private final TilingQueue queue;
    private final DeadLetters deadLetters;
    private final @Nullable Sharing sharing;
    private final PendingCommands pending = new PendingCommands();
    private final ConsumerThread thread;
    private volatile @Nullable Throwable failure;

    /**
     * This tiler's part in a group of tilers that watch one bucket.
     *
     * @param bucket URI of the bucket
     * @param share granted to this tiler and withdrawn from it as others come and go
     * @param onGranted called when the share has grown
     */
    public record Sharing(
            String bucket, PartitionedOwnership share, KnownMaps known, SlideStates states, Runnable onGranted) {}

    public Commands(
            Supplier<Consumer<byte[], byte[]>> consumers,
            TilingQueue queue,
            DeadLetters deadLetters,
            @Nullable Sharing sharing) {
        this.thread = new ConsumerThread(name(), consumers, this::work, this::failed);
        this.queue = queue;
        this.deadLetters = deadLetters;
        this.sharing = sharing;
    }

    /**
     * Commands for a tiler that is alone at its bucket: it takes every one.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static Commands in(
            Map<String, Object> kafka, TilingQueue queue, DeadLetters deadLetters, TilerMetrics metrics) {
        return new Commands(
                metrics.clients().of(TilerGroup.consumers(kafka, TilerGroup.alone())), queue, deadLetters, null);
    }

    /** Commands for one of several tilers of a bucket and a model. */
    public static Commands in(
            Map<String, Object> kafka,
            TilingQueue queue,
            DeadLetters deadLetters,
            Sharing sharing,
            String modelId,
            TilerMetrics metrics) {
        String group = TilerGroup.of(sharing.bucket(), modelId);
        return new Commands(metrics.clients().of(TilerGroup.consumers(kafka, group)), queue, deadLetters, sharing);
    }

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Health check() {
        Throwable cause = failure;
        return cause != null
                ? Health.failed(cause)
                : thread.trouble()
                        .map(trouble -> Health.troubled("no commands are taken just now: " + trouble))
                        .orElseGet(Health::ready);
    }

    @Override
    public void close() {
        thread.close();
    }

    private void work(Consumer<byte[], byte[]> reading) throws InterruptedException {
        if (sharing == null) {
            reading.subscribe(List.of(Topic.COMMANDS.name()), new Rebalance(reading, null));
            obeyAll(reading, POLL, () -> {});
        } else {
            Membership membership = Membership.of(reading, sharing);
            reading.subscribe(
                    List.of(Topic.COMMANDS.name(), Topic.SLIDE_STATES.name()), new Rebalance(reading, membership));
            obeyAll(reading, POLL_OF_MEMBER, membership::advance);
        }
    }

    private void failed(Throwable cause) {
        log.error("commands are no longer taken: {}", KafkaFailures.describe(cause), cause);
        failure = new IllegalStateException(KafkaFailures.describe(cause), cause);
    }

    private void obeyAll(Consumer<byte[], byte[]> reading, Duration poll, Runnable afterEachPoll)
            throws InterruptedException {
        while (!thread.isClosed()) {
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(poll)) {
                pending.add(record, take(record));
            }
            commit(reading);
            afterEachPoll.run();
            thread.isWell();
        }
    }

    private void commit(Consumer<byte[], byte[]> reading) {
        Map<TopicPartition, OffsetAndMetadata> over = pending.over();
        if (!over.isEmpty()) {
            try {
                reading.commitSync(over);
            } catch (CommitFailedException | RebalanceInProgressException | RetriableException e) {
                log.warn("commands that are done may be read again, and are then passed over: {}", e.toString());
            }
        }
    }

    private CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        return Decoded.of(DeadLetters.Letter.of(record), Topic.COMMANDS.codec())
                .<CompletableFuture<Void>, InterruptedException>fold(
                        command -> isOurs(command) ? obey(command) : CompletableFuture.completedFuture(null),
                        junk -> junk.buryIn(deadLetters));
    }

    private boolean isOurs(MapCommand command) {
        return sharing == null || sharing.share().isOfTheBucket(command.slide().location());
    }

    /** Carries out a command; completes when its result is in the log, never when this tiler ends before. */
    public CompletableFuture<Void> obey(MapCommand command) throws InterruptedException {
        MapId map = command.mapId();
        if (queue.attempts(map) > command.attempt()) {
            log.info("passed over {}: a later attempt is known", command);
            return queue.end(map);
        }
        log.info("{} map {} of {}", command.kind(), map, command.slide().location());
        return switch (command.kind()) {
            case RETRY ->
                queue.end(queue.submitAgain(command.slide(), madeWith(command)).mapId());
            case RESUBMIT ->
                queue.end(queue.submitAgain(command.slide(), command.mpp()).mapId());
            case CANCEL -> {
                queue.cancel(map, command.slide());
                yield queue.end(map);
            }
        };
    }

    /** The command's resolution if it gives the same map; else null, for the map that this tiler makes of the slide. */
    private @Nullable Double madeWith(MapCommand command) {
        return queue.mapId(command.slide(), command.mpp()).equals(command.mapId()) ? command.mpp() : null;
    }

    /** Follows rebalances: commands of revoked partitions are dropped, since another tiler reads them again. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> reading;
        private final @Nullable Membership membership;

        Rebalance(Consumer<byte[], byte[]> reading, @Nullable Membership membership) {
            this.reading = reading;
            this.membership = membership;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (membership != null) {
                membership.assigned(assigned);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            commit(reading);
            onPartitionsLost(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            pending.forget(lost);
            if (membership != null) {
                membership.lost(lost);
            }
        }
    }
}
