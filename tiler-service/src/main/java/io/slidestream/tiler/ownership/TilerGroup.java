package io.slidestream.tiler.ownership;

import io.slidestream.contracts.Sha256;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer group of the tilers that do the same work: those of one bucket and one model. Its members get the same
 * partitions of topics {@code slide-states} and {@code commands}, so that a command reaches the tiler that holds its slide.
 */
public final class TilerGroup {
    private static final String PREFIX = "slidestream-tiler";
    /** The least that brokers allow unless set otherwise: so long a killed tiler's slides wait for another. */
    private static final String SESSION_MILLIS = "6000";

    private static final String HEARTBEAT_MILLIS = "2000";
    /** A member's heartbeat thread looks as often whether a beat is due. */
    private static final String RETRY_MILLIS = "1000";

    private TilerGroup() {}

    /** Name of the consumer group of the tilers of a bucket and a model. */
    public static String of(String bucket, String modelId) {
        return PREFIX + "-" + Sha256.hex(bucket + "\n" + modelId, 6);
    }

    /** Name of the consumer group of a tiler that is alone at its bucket. */
    public static String alone() {
        return PREFIX;
    }

    /** @param kafka client properties, at least bootstrap.servers */
    public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka, String group) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        properties.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        properties.putAll(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "commands");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return () -> new Leaving(properties);
    }

    /** Leaves its group at once, and does not wait for a fetch that the broker holds while nothing comes: it forgets that soon enough. */
    private static final class Leaving extends KafkaConsumer<byte[], byte[]> {
        private static final Duration PATIENCE = Duration.ofMillis(500);

        Leaving(Map<String, Object> properties) {
            super(properties);
        }

        @Override
        public void close() {
            close(CloseOptions.timeout(PATIENCE));
        }
    }
}
