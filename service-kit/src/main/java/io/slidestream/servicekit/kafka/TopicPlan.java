package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final String BROKERS_TIME = "LogAppendTime";

    private TopicPlan() {}

    static List<NewTopic> topics(int partitions, short replication) {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic<?> topic : Topic.all()) {
            topics.add(new NewTopic(topic.name(), partitions, replication)
                    .configs(topic.compacted() ? compacted() : kept(WORK)));
        }
        Map<String, String> dead = new java.util.HashMap<>(kept(DEAD));
        dead.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_BYTES));
        topics.add(new NewTopic(Topic.DEAD_LETTERS, partitions, replication).configs(dead));
        return topics;
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
