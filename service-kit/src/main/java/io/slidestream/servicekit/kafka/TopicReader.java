package io.slidestream.servicekit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of some topics on the caller's thread and in no group, so that every reader sees every record. Not for
 * concurrent use; {@link TopicFollower} is the same on a thread of its own.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, FollowedTopic> topics = new HashMap<>();
    private final Map<TopicPartition, Long> positions;
    private final Set<String> missing;

    /** @param consumer closed with this */
    public TopicReader(Consumer<byte[], byte[]> consumer, List<FollowedTopic> topics) {
        this(consumer, topics, new ConcurrentHashMap<>(), new HashSet<>());
    }

    /**
     * Goes on where an earlier reader ended.
     *
     * @param positions the offsets of the next records, kept up to date
     * @param missing topics that did not exist when they were first asked for, kept up to date
     */
    TopicReader(
            Consumer<byte[], byte[]> consumer,
            List<FollowedTopic> topics,
            Map<TopicPartition, Long> positions,
            Set<String> missing) {
        this.consumer = consumer;
        this.positions = positions;
        this.missing = missing;
        topics.forEach(topic -> this.topics.put(topic.name(), topic));
    }

    /**
     * Makes consumers of no group. One whose next record has expired goes on with the oldest that is kept.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka, String clientId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return () -> new GrouplessConsumer(properties);
    }

    /**
     * Takes the topics' partitions. Those that were read before go on where they were; those that were added since begin with
     * their first record, and so do those of a topic that did not exist at first.
     *
     * @param from where the others begin
     * @throws UnknownTopicOrPartitionException if a topic does not exist
     */
    public void assign(StartPoint from) {
        List<TopicPartition> partitions = partitions();
        Set<TopicPartition> fresh = new HashSet<>(partitions);
        fresh.removeAll(positions.keySet());
        if (!fresh.isEmpty()) {
            Set<String> begun = new HashSet<>(missing);
            positions.keySet().forEach(partition -> begun.add(partition.topic()));
            Map<TopicPartition, Long> offsets = new HashMap<>();
            offsets.putAll(offsets(StartPoint.BEGINNING, fresh, partition -> begun.contains(partition.topic())));
            offsets.putAll(offsets(from, fresh, partition -> !begun.contains(partition.topic())));
            positions.putAll(offsets);
        }
        if (!fresh.isEmpty() || consumer.assignment().size() != partitions.size()) {
            consumer.assign(partitions);
            rewind();
        }
    }

    /** Reads to the ends that the partitions have now. */
    public void readToEnds() {
        Map<TopicPartition, Long> ends = ends();
        while (!hasReached(ends)) {
            poll(POLL);
        }
    }

    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment());
    }

    /** Polls for the given time and passes records to the readers of their topics. */
    void poll(Duration time) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(time)) {
            FollowedTopic topic = topics.get(record.topic());
            if (topic == null) {
                throw new AssertionError("no record of " + record.topic() + " was asked for");
            }
            topic.reader().accept(record);
            positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, consumer.position(partition));
        }
    }

    /** Seeks back to records that were polled and not read. */
    void rewind() {
        consumer.assignment().forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    }

    boolean hasReached(Map<TopicPartition, Long> ends) {
        return hasReached(positions, ends);
    }

    static boolean hasReached(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private Map<TopicPartition, Long> offsets(
            StartPoint from, Set<TopicPartition> partitions, Predicate<TopicPartition> which) {
        List<TopicPartition> some = partitions.stream().filter(which).toList();
        return some.isEmpty() ? Map.of() : from.offsets(consumer, some);
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (String topic : topics.keySet()) {
            List<PartitionInfo> known = consumer.partitionsFor(topic);
            if (known == null || known.isEmpty()) {
                absent.add(topic);
            } else {
                known.forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
            }
        }
        missing.addAll(absent);
        if (!absent.isEmpty()) {
            throw new UnknownTopicOrPartitionException("Kafka has no topic " + String.join(", ", absent));
        }
        return partitions;
    }
}
