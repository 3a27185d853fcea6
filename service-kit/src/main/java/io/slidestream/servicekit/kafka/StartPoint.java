package io.slidestream.servicekit.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** The offset at which the following of a partition begins. */
@FunctionalInterface
public interface StartPoint {
    /** Every record that Kafka still keeps. */
    StartPoint BEGINNING = Consumer::beginningOffsets;

    /** The end: only records written from now on are read. */
    StartPoint END = Consumer::endOffsets;

    /**
     * Records written at that time or later; where there are none, the end.
     *
     * @param millis since 1970, asked when following begins
     */
    static StartPoint since(LongSupplier millis) {
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
            Map<TopicPartition, Long> times = new HashMap<>();
            long time = millis.getAsLong();
            partitions.forEach(partition -> times.put(partition, time));
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                    consumer.offsetsForTimes(times).entrySet()) {
                if (found.getValue() != null) {
                    offsets.put(found.getKey(), found.getValue().offset());
                }
            }
            return offsets;
        };
    }

    Map<TopicPartition, Long> offsets(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions);
}
