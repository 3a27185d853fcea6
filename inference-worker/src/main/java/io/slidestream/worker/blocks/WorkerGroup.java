package io.slidestream.worker.blocks;

import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.ShareGroups;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The share group of one model's workers. Each model has its own, so that a worker can pass over the blocks of another
 * model without taking them from anyone: they wait in that model's group until it has workers, as long as the topic
 * keeps them.
 */
public final class WorkerGroup {
    /** Deliveries left to answer a block whose workers died with it, and through troubles of Kafka itself. */
    static final int SPARE_DELIVERIES = 5;

    private static final int MODEL_DIGITS = 12;

    private final Map<String, Object> kafka;
    private final InferenceSettings settings;
    private final String name;
    private final Topic<TileBlock> topic;

    /** @param kafka client properties, at least bootstrap.servers */
    public WorkerGroup(Map<String, Object> kafka, InferenceSettings settings, String modelId) {
        this(
                Map.copyOf(kafka),
                settings.consuming().groupPrefix() + "-"
                        + modelId.substring(0, Math.min(MODEL_DIGITS, modelId.length())),
                Topic.TILE_BLOCKS,
                settings);
    }

    private WorkerGroup(Map<String, Object> kafka, String name, Topic<TileBlock> topic, InferenceSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.name = name;
        this.topic = topic;
    }

    /** The group that takes the same model's urgent blocks. */
    public WorkerGroup urgent() {
        return new WorkerGroup(kafka, name + "-urgent", Topic.TILE_BLOCKS_URGENT, settings);
    }

    public String name() {
        return name;
    }

    /** Creates a watch of the topic's backlog, which the caller starts. */
    public QueueWatch watch(String topic) {
        return new QueueWatch(kafka, name, topic);
    }

    /**
     * Tells the broker how long the group's locks last and how often it delivers, or checks what an administrator has told it,
     * and has a group that has not begun begin with the first block.
     *
     * @throws io.slidestream.servicekit.health.StartupException when the broker refuses, or the group is set otherwise
     */
    public void configure() {
        int deliveries = settings.consuming().deliveryLimit() + SPARE_DELIVERIES;
        switch (settings.consuming().groupKeeper()) {
            case WORKER ->
                ShareGroups.configure(kafka, name, settings.consuming().lockDuration(), deliveries);
            case ADMINISTRATOR ->
                ShareGroups.check(kafka, name, settings.consuming().lockDuration(), deliveries);
        }
        ShareGroups.beginAtFirst(kafka, name, topic.name());
    }

    /** Creates what looks after blocks that the group has passed over; the caller starts it. */
    public SkippedBlocks skipped(
            String modelId, Predicate<TileBlock> calledOff, EventPublisher publisher, WorkerMetrics metrics) {
        return new SkippedBlocks(kafka, name, topic, modelId, calledOff, publisher, metrics);
    }

    /**
     * A new member. One that has not polled for as long as a lock lasts has lost its blocks; it leaves the group, so that
     * its partitions go to members that work.
     */
    public ShareConsumer<byte[], byte @Nullable []> join() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, name);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Math.toIntExact(settings.consuming().lockDuration().toMillis()));
        properties.put(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.consuming().blocksPerPoll());
        return new KafkaShareConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
