package io.slidestream.tiler.commands;

import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.tiler.ownership.PartitionedOwnership;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tiler's place in its group, on the thread of the group's consumer. A partition that is assigned becomes the tiler's
 * own, and its commands are read, when the tiler knows all that was said before: of maps and of slides, by whoever
 * held it.
 */
final class Membership {
    private static final Logger log = LoggerFactory.getLogger(Membership.class);

    private final Consumer<byte[], byte[]> consumer;
    private final PartitionedOwnership share;
    private final Predicate<Map<TopicPartition, Long>> known;
    private final Runnable onGranted;
    /**
     * Assigned partitions that are not granted yet, each with the offsets that must be read first; empty while these
     * are unknown.
     */
    private final Map<Integer, Map<TopicPartition, Long>> waiting = new HashMap<>();

    /**
     * @param known whether all before these offsets is known
     * @param onGranted called when the share has grown
     */
    Membership(
            Consumer<byte[], byte[]> consumer,
            PartitionedOwnership share,
            Predicate<Map<TopicPartition, Long>> known,
            Runnable onGranted) {
        this.consumer = consumer;
        this.share = share;
        this.known = known;
        this.onGranted = onGranted;
    }

    /** @throws IllegalStateException if slides and their commands could not be dealt out alike */
    static Membership of(Consumer<byte[], byte[]> consumer, Commands.Sharing sharing) {
        int states = consumer.partitionsFor(Topic.SLIDE_STATES.name()).size();
        int commands = consumer.partitionsFor(Topic.COMMANDS.name()).size();
        if (states != commands) {
            throw new IllegalStateException("topics " + Topic.SLIDE_STATES.name() + " and " + Topic.COMMANDS.name()
                    + " must have the same number of partitions, had " + states + " and " + commands
                    + "; add partitions to the smaller one while no tiler runs");
        }
        return new Membership(
                consumer,
                sharing.share(),
                ends -> sharing.known().hasReached(ends) && sharing.states().hasReached(ends),
                () -> {
                    sharing.states().bringUpToDate();
                    sharing.onGranted().run();
                });
    }

    /**
     * Handles an assignment of partitions of {@code commands} and of {@code slide-states}; the records of the latter
     * are read elsewhere, here its partitions only stand for the slides that this tiler owns.
     */
    void assigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        numbers(partitions).forEach(number -> waiting.put(number, Map.of()));
    }

    void lost(Collection<TopicPartition> partitions) {
        Set<Integer> lost = numbers(partitions);
        waiting.keySet().removeAll(lost);
        share.withdraw(lost);
        if (!lost.isEmpty()) {
            log.info("the slides of partitions {} of topic {} are given up", lost, Topic.SLIDE_STATES.name());
        }
    }

    /**
     * Grants partitions whose offsets have been read. Call after each poll; offsets that Kafka does not answer are
     * asked for again after the next.
     */
    void advance() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            int partitionCount =
                    consumer.partitionsFor(Topic.SLIDE_STATES.name()).size();
            if (waiting.containsValue(Map.<TopicPartition, Long>of())) {
                Map<TopicPartition, Long> ends = consumer.endOffsets(followed());
                waiting.replaceAll((number, before) -> before.isEmpty() ? ends : before);
            }
            grant(partitionCount);
        } catch (RetriableException e) {
            log.warn("partitions {} are not this tiler's yet: {}", waiting.keySet(), KafkaFailures.describe(e));
        }
    }

    private void grant(int partitionCount) {
        Set<Integer> granted = new HashSet<>();
        waiting.forEach((number, ends) -> {
            if (known.test(ends)) {
                granted.add(number);
            }
        });
        if (!granted.isEmpty()) {
            waiting.keySet().removeAll(granted);
            share.grant(granted, partitionCount);
            onGranted.run();
            consumer.resume(consumer.assignment().stream()
                    .filter(one -> one.topic().equals(Topic.COMMANDS.name()) && granted.contains(one.partition()))
                    .toList());
            log.info("the slides of partitions {} of topic {} are this tiler's", granted, Topic.SLIDE_STATES.name());
        }
    }

    private List<TopicPartition> followed() {
        return List.of(Topic.SLIDES, Topic.SLIDE_STATES, Topic.TUMOR_MAPS).stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(partition -> numbers.add(partition.partition()));
        return numbers;
    }
}
