package io.slidestream.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/** Keeps to the rules of explicit acknowledgement as KafkaShareConsumer 4.4 does, renewals included; no broker. */
public final class FakeShareConsumer implements ShareConsumer<byte[], byte @Nullable []> {
    /** What is handed out, one list a poll. */
    public final ArrayDeque<List<ConsumerRecord<byte[], byte @Nullable []>>> polls = new ArrayDeque<>();

    /** Committed acknowledgements in order: {@code accept 7}; and {@code poll}. */
    public final List<String> events = new CopyOnWriteArrayList<>();

    /** How long each poll would have waited. */
    public final List<Duration> waits = new CopyOnWriteArrayList<>();

    public volatile int lockMs = 60_000;
    public volatile boolean renewalsFail;

    /** Thrown by every poll, if there is one. */
    public volatile @Nullable RuntimeException pollFailure;

    /** Done by a commit that then waits until its thread is interrupted, whatever time it was given; null for none that hangs. */
    public volatile @Nullable Runnable onHang;

    /** Done at the subscription. */
    public volatile Runnable onSubscribe = () -> {};

    private final Map<Long, ConsumerRecord<byte[], byte @Nullable []>> inFlight = new LinkedHashMap<>();
    private final Map<Long, AcknowledgeType> acknowledged = new LinkedHashMap<>();
    private final Map<Long, ConsumerRecord<byte[], byte @Nullable []>> renewed = new LinkedHashMap<>();

    @Override
    public ConsumerRecords<byte[], byte @Nullable []> poll(Duration timeout) {
        RuntimeException failure = pollFailure;
        if (failure != null) {
            throw failure;
        }
        if (!inFlight.isEmpty()) {
            throw new IllegalStateException("All records must be acknowledged in explicit acknowledgement mode.");
        }
        events.add("poll");
        waits.add(timeout);
        if (renewed.isEmpty()) {
            List<ConsumerRecord<byte[], byte @Nullable []>> next = polls.poll();
            if (next != null) {
                next.forEach(record -> inFlight.put(record.offset(), record));
            }
        }
        inFlight.putAll(renewed);
        renewed.clear();
        if (inFlight.isEmpty()) {
            LockSupport.parkNanos(timeout.toNanos() / 100);
            return ConsumerRecords.empty();
        }
        List<ConsumerRecord<byte[], byte @Nullable []>> records = new ArrayList<>(inFlight.values());
        TopicPartition partition =
                new TopicPartition(records.get(0).topic(), records.get(0).partition());
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
    }

    @Override
    public void acknowledge(ConsumerRecord<byte[], byte @Nullable []> record, AcknowledgeType type) {
        if (!inFlight.containsKey(record.offset())) {
            throw new IllegalStateException("The record cannot be acknowledged.");
        }
        acknowledged.put(record.offset(), type);
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
        Runnable hangs = onHang;
        if (hangs != null) {
            try {
                hangs.run();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        acknowledged.forEach((offset, type) -> {
            events.add(type + " " + offset);
            ConsumerRecord<byte[], byte @Nullable []> record = inFlight.remove(offset);
            if (type == AcknowledgeType.RENEW && record != null && !renewalsFail) {
                renewed.put(offset, record);
            }
        });
        acknowledged.clear();
        return Map.of();
    }

    @Override
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return Optional.of(lockMs);
    }

    @Override
    public void subscribe(Collection<String> topics) {
        events.add("subscribe " + topics);
        onSubscribe.run();
    }

    @Override
    public void close() {
        events.add("close");
    }

    @Override
    public void close(Duration timeout) {
        close();
    }

    @Override
    public Set<String> subscription() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unsubscribe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge(ConsumerRecord<byte[], byte @Nullable []> record) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge(String topic, int partition, long offset, AcknowledgeType type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        return commitSync();
    }

    @Override
    public void commitAsync() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAcknowledgementCommitCallback(@Nullable AcknowledgementCommitCallback callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wakeup() {
        throw new UnsupportedOperationException();
    }
}
