package io.slidestream.worker.blocks;

import io.slidestream.worker.telemetry.BlockOutcome;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * How a share consumer lets a record be held longer than its lock (KIP-1222, read in the sources of 4.3.1, the same in 4.4.0): RENEW is an
 * acknowledgement like the others. Once committed, the record is no longer in flight; the next poll returns it again,
 * at once and with nothing else as long as any renewed record is there. A record whose renewal failed does not return:
 * its lock is lost, and it is or will be somebody's again. A poll needs every record acknowledged, so those still
 * waited for are all renewed together. RENEW has a commit of its own: the client notices renewals by the last response
 * to a commit, which in a cluster may come from a broker that was sent none.
 */
/**
 * One share consumer and the blocks it holds, on one thread. It polls when it holds nothing and may,
 * acknowledges each block as its outcome comes, and renews the rest when half the lock time has passed.
 */
final class ShareLoop {
    /** Bounds how late the loop notices that it shall stop. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** The same once nothing has come for a while. What comes ends a poll, and the fetch behind it goes on from one to the next. */
    private static final Duration IDLE_PATIENCE = Duration.ofSeconds(1);

    /** Polls in vain until then. */
    private static final int IDLE_AFTER = 20;

    /** As long as Kafka's clients wait for a broker's answer. */
    private static final Duration COMMIT = Duration.ofSeconds(30);

    /** Pause between two checks whether a closed lane is open again. */
    private static final Duration CLOSED_PAUSE = Duration.ofMillis(50);

    private static final int DEFAULT_LOCK_MS = 30_000;
    private static final Logger log = LoggerFactory.getLogger(ShareLoop.class);

    private final ShareConsumer<byte[], byte @Nullable []> consumer;
    private final Lane lane;
    private final BlockHandler handler;
    private final WorkerMetrics metrics;
    private final Duration retryBackoff;
    private final BooleanSupplier stopping;
    private final ConsumerCalls calls;
    private final Map<Position, HeldBlock> inHand = new ConcurrentHashMap<>();
    private final DelayQueue<HeldBlock> settled = new DelayQueue<>();
    private int pollsInVain;

    private long renewAtNanos;

    /** @param stopping whether to take no more blocks; the loop ends when those in hand have their outcome */
    ShareLoop(
            ShareConsumer<byte[], byte @Nullable []> consumer,
            Lane lane,
            BlockHandler handler,
            WorkerMetrics metrics,
            Duration retryBackoff,
            BooleanSupplier stopping) {
        this(consumer, lane, handler, metrics, retryBackoff, stopping, ConsumerCalls.UNWATCHED);
    }

    /** @param calls how the consumer is called */
    ShareLoop(
            ShareConsumer<byte[], byte @Nullable []> consumer,
            Lane lane,
            BlockHandler handler,
            WorkerMetrics metrics,
            Duration retryBackoff,
            BooleanSupplier stopping,
            ConsumerCalls calls) {
        this.calls = calls;
        this.consumer = consumer;
        this.lane = lane;
        this.handler = handler;
        this.metrics = metrics;
        this.retryBackoff = retryBackoff;
        this.stopping = stopping;
    }

    /** @param onPolled called after each round */
    void run(Runnable onPolled) throws InterruptedException {
        consumer.subscribe(List.of(lane.topic()));
        try {
            while (!stopping.getAsBoolean() || !inHand.isEmpty()) {
                if (inHand.isEmpty()) {
                    receive();
                } else if (System.nanoTime() - renewAtNanos >= 0) {
                    renew();
                } else {
                    settle();
                }
                onPolled.run();
            }
        } finally {
            abandon();
        }
    }

    /** Gives up what is in hand, which goes back to the group. Safe to call from another thread. */
    void abandon() {
        lane.close();
        inHand.values().forEach(held -> held.handling().abandon());
    }

    private void receive() throws InterruptedException {
        if (!lane.isOpen() || !handler.isAnswering()) {
            TimeUnit.MILLISECONDS.sleep(CLOSED_PAUSE.toMillis());
            return;
        }
        ConsumerRecords<byte[], byte @Nullable []> records =
                calls.call(() -> consumer.poll(pollsInVain < IDLE_AFTER ? PATIENCE : IDLE_PATIENCE));
        pollsInVain = records.isEmpty() ? pollsInVain + 1 : 0;
        if (records.isEmpty()) {
            lane.foundNone();
        } else {
            lane.foundBlocks();
        }
        records.forEach(this::take);
        scheduleRenewal();
    }

    private void take(ConsumerRecord<byte[], byte @Nullable []> record) {
        Duration waited = Duration.ofMillis(System.currentTimeMillis() - record.timestamp());
        metrics.blockReceived(record.deliveryCount().orElse((short) 1), waited);
        HeldBlock held = new HeldBlock(record, handler.handle(record), stopping);
        inHand.put(Position.of(record), held);
        held.handling().outcome().thenAccept(outcome -> {
            held.settled(outcome, retryBackoff);
            settled.add(held);
        });
    }

    private void settle() throws InterruptedException {
        long wait = Math.min(renewAtNanos - System.nanoTime(), PATIENCE.toNanos());
        HeldBlock first = settled.poll(wait, TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        List<HeldBlock> all = new ArrayList<>(List.of(first));
        settled.drainTo(all);
        for (HeldBlock held : all) {
            if (inHand.remove(Position.of(held.record()), held)) {
                BlockOutcome outcome = held.outcome();
                outcome.acknowledgement().ifPresent(type -> consumer.acknowledge(held.record(), type));
                metrics.blockSettled(outcome);
            }
        }
        commit();
    }

    private void renew() {
        inHand.values().forEach(held -> consumer.acknowledge(held.record(), AcknowledgeType.RENEW));
        commit();
        Set<Position> lost = new HashSet<>(inHand.keySet());
        for (ConsumerRecord<byte[], byte @Nullable []> record : calls.call(() -> consumer.poll(PATIENCE))) {
            if (lost.remove(Position.of(record))) {
                metrics.blockRenewed();
            } else {
                take(record);
            }
        }
        lost.forEach(this::lose);
        scheduleRenewal();
    }

    private void lose(Position position) {
        HeldBlock held = inHand.remove(position);
        if (held != null) {
            log.warn("The lock on {} could not be renewed; the block is left to who gets it next", position);
            held.handling().abandon();
            metrics.blockSettled(BlockOutcome.LEFT);
        }
    }

    private void scheduleRenewal() {
        int lockMs = consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MS);
        renewAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lockMs) / 2;
    }

    private void commit() {
        calls.call(() -> consumer.commitSync(COMMIT))
                .forEach((partition, failure) -> failure.ifPresent(e -> log.warn(
                        "Acknowledgements for {} did not arrive; the blocks will be delivered again: {}",
                        partition.topicPartition(),
                        e.toString())));
    }

    private record Position(TopicPartition partition, long offset) {
        static Position of(ConsumerRecord<?, ?> record) {
            return new Position(new TopicPartition(record.topic(), record.partition()), record.offset());
        }

        @Override
        public String toString() {
            return partition + " offset " + offset;
        }
    }
}
