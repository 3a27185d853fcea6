package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Configuration of each topic at the broker. Records bear the broker's time: one with a service's own would be refused
 * when that service's clock is an hour ahead, and deleted at once when it is a week behind.
 */
public final class TopicPlan {
    /** Retention of blocks and scores. */
    public static final Duration WORK = Duration.ofDays(7);

    private static final Duration DEAD = Duration.ofDays(30);

    /** A dead letter is the original record and its headers, so it needs more room than the record had. */
    private static final int DEAD_LETTER_BYTES = 4 << 20;

    private static final int SAFE_REPLICAS = 3;

    private static final String BROKERS_TIME = "LogAppendTime";

    private TopicPlan() {}

    static List<NewTopic> topics(int partitions, short replication) {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic<?> topic : Topic.all()) {
            topics.add(topic(topic.name(), topic.compacted() ? compacted() : kept(WORK), partitions, replication));
        }
        Map<String, String> dead = new HashMap<>(kept(DEAD));
        dead.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_BYTES));
        topics.add(topic(Topic.DEAD_LETTERS, dead, partitions, replication));
        return topics;
    }

    /** With three replicas two must have a record before it counts as written: one broker's word is none. */
    private static NewTopic topic(String name, Map<String, String> settings, int partitions, short replication) {
        Map<String, String> all = new TreeMap<>(settings);
        if (replication >= SAFE_REPLICAS) {
            all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(SAFE_REPLICAS - 1));
        }
        return new NewTopic(name, partitions, replication).configs(all);
    }

    /** Command line with which an administrator makes the topic. */
    static String command(NewTopic topic) {
        StringBuilder command = new StringBuilder("kafka-topics.sh --bootstrap-server … --create --topic ")
                .append(topic.name())
                .append(" --partitions ")
                .append(topic.numPartitions())
                .append(" --replication-factor ")
                .append(topic.replicationFactor());
        topic.configs()
                .forEach((key, value) ->
                        command.append(" --config ").append(key).append('=').append(value));
        return command.toString();
    }

    public static List<String> names() {
        return topics(1, (short) 1).stream().map(NewTopic::name).toList();
    }

    private static Map<String, String> kept(Duration retention) {
        return Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                BROKERS_TIME,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.toMillis()));
    }

    /** Small records, many versions of each key: segments roll daily, as only then the records in them are compacted. */
    public static Map<String, String> compacted() {
        return Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                BROKERS_TIME,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(64 << 20),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Duration.ofDays(1).toMillis()),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.2");
    }
}
