package io.slidestream.tiler.commands;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commands that were taken up, in the order of the log. One is over when what it asked for is in the log; its offset may
 * be committed when all before it are over too, so that those of a tiler that ends are read again. Not for concurrent
 * use.
 */
final class PendingCommands {
    private final Map<TopicPartition, Deque<Pending>> pending = new HashMap<>();

    private record Pending(long offset, CompletableFuture<Void> end) {}

    /** @param end completes when the command is over; never, if it is left to another */
    void add(ConsumerRecord<byte[], byte[]> record, CompletableFuture<Void> end) {
        pending.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), one -> new ArrayDeque<>())
                .add(new Pending(record.offset(), end));
    }

    /** Removes and returns the offsets that may be committed. */
    Map<TopicPartition, OffsetAndMetadata> over() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        pending.forEach((partition, commands) -> {
            while (!commands.isEmpty() && commands.element().end().isDone()) {
                offsets.put(partition, new OffsetAndMetadata(commands.remove().offset() + 1));
            }
        });
        return offsets;
    }

    /** Drops the commands of lost partitions: their new owner reads them again. */
    void forget(Collection<TopicPartition> partitions) {
        pending.keySet().removeAll(partitions);
    }
}
