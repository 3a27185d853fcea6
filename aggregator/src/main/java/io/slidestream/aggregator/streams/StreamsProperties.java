package io.slidestream.aggregator.streams;

import io.slidestream.aggregator.config.AggregatorSettings;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Configuration of Kafka Streams. */
public final class StreamsProperties {
    public static final String APPLICATION_ID = "slidestream-aggregator";

    private StreamsProperties() {}

    public static Properties of(AggregatorSettings settings) {
        Properties properties = new Properties();
        // A killed instance's partitions move after 6 s instead of 47. May be set otherwise by
        // kafka.session.timeout.ms.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        // A member's heartbeat thread looks as often whether a beat is due.
        properties.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 1000);
        // A map of a million tiles was written in 134 s on a crowded machine. What takes longer than Kafka waits would
        // be given to another thread, which begins again.
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 900_000);
        properties.putAll(settings.kafka());
        // What comes ends a poll; a thread that has nothing to do need not look ten times a second, as is the default.
        properties.put(
                StreamsConfig.POLL_MS_CONFIG,
                properties.getOrDefault(
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ConsumerConfig.DEFAULT_FETCH_MAX_WAIT_MS));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.stateFolder().toAbsolutePath().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replication());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        // Exactly once would discard the local state after a kill; cells written twice are the same cells.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000L);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
        // Nothing here uses it; unset, every start warns of a coming default.
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return properties;
    }
}
