package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.MapIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The places in topics up to which a catalog knows them.
 *
 * @param from where reading goes on; the start of a partition that the catalog has never followed, or cannot have followed
 * @param topics those of which it has followed any partition
 */
public record KnownPlaces(Map<TopicPartition, Long> from, Set<String> topics) {
    public KnownPlaces {
        from = Map.copyOf(from);
        topics = Set.copyOf(topics);
    }

    public static KnownPlaces of(
            List<MapIndex.Position> positions,
            Consumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>(first);
        Set<String> topics = new HashSet<>();
        for (MapIndex.Position position : positions) {
            TopicPartition partition = new TopicPartition(position.topic(), position.partition());
            if (partitions.contains(partition)
                    && position.next() >= first.getOrDefault(partition, 0L)
                    && position.next() <= ends.getOrDefault(partition, 0L)) {
                from.put(partition, position.next());
                topics.add(position.topic());
            }
        }
        return new KnownPlaces(from, topics);
    }
}
