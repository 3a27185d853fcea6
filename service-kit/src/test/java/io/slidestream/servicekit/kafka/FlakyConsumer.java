package io.slidestream.servicekit.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A consumer whose questions fail as told, as while no broker answers. Parks in a poll that finds nothing. */
final class FlakyConsumer extends MockConsumer<byte[], byte[]> {
    final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    volatile Runnable onQuestion = () -> {};
    private final Queue<Runnable> polls = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, Runnable> onAssigned = new ConcurrentHashMap<>();
    private volatile boolean closed;

    FlakyConsumer() {
        super("earliest");
    }

    /** Is run in one of the next polls, each in its own. */
    void polls(Runnable task) {
        polls.add(task);
    }

    void whenAssigned(TopicPartition partition, Runnable task) {
        onAssigned.put(partition, task);
    }

    void open() {
        closed = false;
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
        onQuestion.run();
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        return super.partitionsFor(topic);
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        super.assign(partitions);
        partitions.forEach(partition -> {
            Runnable task = onAssigned.remove(partition);
            if (task != null) {
                polls.add(task);
            }
        });
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Runnable task = polls.poll();
        if (task != null) {
            schedulePollTask(task);
        } else {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        return super.poll(timeout);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public synchronized boolean closed() {
        return closed;
    }
}
