package io.slidestream.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics in which Kafka keeps what groups have done, made before anyone asks for them, as the broker would make them. It does so
 * when the first group asks, and that group is answered after retries that begin a second apart.
 */
final class CoordinatorTopics {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SEGMENT_BYTES = Integer.toString(100 << 20);
    private static final Logger log = LoggerFactory.getLogger(CoordinatorTopics.class);

    private static final NewTopic OFFSETS = topic(
            Topic.GROUP_METADATA_TOPIC_NAME,
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));

    private static final NewTopic SHARE_STATE = topic(
            Topic.SHARE_GROUP_STATE_TOPIC_NAME,
            Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG,
                    "-1"));

    private CoordinatorTopics() {}

    /** Creates those that the data folder lacks; where that fails, the broker does so later. */
    static void ensure(Path data, String bootstrapServers) {
        List<NewTopic> missing = List.of(OFFSETS, SHARE_STATE).stream()
                .filter(topic -> !Files.exists(data.resolve(topic.name() + "-0")))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(missing).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                log.warn("the broker's own topics are left to itself: {}", String.valueOf(e.getCause()));
            }
        } catch (TimeoutException e) {
            log.warn("the broker's own topics are left to itself: not created within {}", TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while the embedded broker started", e);
        }
    }

    private static NewTopic topic(String name, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(own);
        settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, SEGMENT_BYTES);
        return new NewTopic(name, 1, (short) 1).configs(settings);
    }
}
