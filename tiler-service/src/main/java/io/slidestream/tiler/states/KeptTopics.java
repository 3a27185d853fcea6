package io.slidestream.tiler.states;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.StartPoint;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has topics be read on from where a file knows them. */
final class KeptTopics implements StartPoint {
    private static final Logger log = LoggerFactory.getLogger(KeptTopics.class);

    /** For consumers that are no Kafka's. */
    static final Function<Set<String>, Map<String, String>> UNIDENTIFIED = topics -> Map.of();

    private static final long PATIENCE_SECONDS = 30;

    private final StateFile file;
    private final Function<Set<String>, Map<String, String>> ids;
    /** Tables that hold what a topic told. */
    private final Map<String, List<String>> tables;

    /** Ids of the topics that are followed; confined to the follower's thread. */
    private final Map<String, String> followed = new HashMap<>();

    /** @param ids gives topics' ids by name */
    KeptTopics(StateFile file, Function<Set<String>, Map<String, String>> ids, Map<String, List<String>> tables) {
        this.file = file;
        this.ids = ids;
        this.tables = Map.copyOf(tables);
    }

    /** Asks Kafka for the ids of topics. */
    static Function<Set<String>, Map<String, String>> idsIn(Map<String, Object> kafka) {
        return topics -> {
            Map<String, String> ids = new HashMap<>();
            try (Admin admin = Admin.create(kafka)) {
                admin.describeTopics(topics)
                        .allTopicNames()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .forEach((topic, described) ->
                                ids.put(topic, described.topicId().toString()));
                return ids;
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof ApiException cause
                        ? cause
                        : new TimeoutException("Kafka does not say which topics there are: " + e.getCause(), e);
            } catch (java.util.concurrent.TimeoutException e) {
                throw new TimeoutException("Kafka does not say which topics there are", e);
            }
        };
    }

    static @Nullable RejectionReason reason(@Nullable String label) {
        return label == null
                ? null
                : Arrays.stream(RejectionReason.values())
                        .filter(one -> one.label().equals(label))
                        .findFirst()
                        .orElse(RejectionReason.FAILED); // of a version that had others
    }

    /** A topic's start where the file knows nothing of it, or of another one of its name. */
    @Override
    public Map<TopicPartition, Long> offsets(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>(first);
        Map<String, Set<TopicPartition>> byTopic = new TreeMap<>();
        partitions.forEach(partition -> byTopic.computeIfAbsent(partition.topic(), topic -> new HashSet<>())
                .add(partition));
        followed.putAll(ids.apply(byTopic.keySet()));
        byTopic.forEach((topic, its) -> {
            Map<Integer, Long> reached = file.reached(topic, id(topic));
            boolean whole = its.stream()
                    .filter(one -> reached.containsKey(one.partition()))
                    .allMatch(one -> isKept(
                            reached.getOrDefault(one.partition(), 0L),
                            first.getOrDefault(one, 0L),
                            ends.getOrDefault(one, 0L)));
            if (reached.isEmpty() || !whole) {
                file.restart(topic, tables.getOrDefault(topic, List.of()));
                log.info("topic {} is read from its start", topic);
            } else {
                its.forEach(one -> from.computeIfPresent(
                        one, (partition, start) -> reached.getOrDefault(partition.partition(), start)));
            }
        });
        return from;
    }

    private static boolean isKept(long next, long first, long end) {
        return next >= first && next <= end;
    }

    /** The same topic, whose records are known to have been taken once the reader has returned. */
    FollowedTopic kept(FollowedTopic topic) {
        return new FollowedTopic(topic.name(), record -> {
            topic.reader().accept(record);
            file.reach(
                    new StateFile.Partition(id(record.topic()), record.topic(), record.partition()),
                    record.offset() + 1);
        });
    }

    private String id(String topic) {
        return followed.getOrDefault(topic, "");
    }
}
