package io.slidestream.worker.blocks;

import io.slidestream.servicekit.health.Schedules;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.worker.telemetry.Backlog;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time at how much a share group has before it, and how old the first of it is, which no consumer of the
 * group can tell. For metrics only: while it fails, nothing is known and all else goes on.
 */
public final class QueueWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);

    private final Map<String, Object> kafka;
    private final String group;
    private final String topic;
    private final ScheduledExecutorService thread;
    private volatile Backlog latest = Backlog.UNKNOWN;
    private boolean told;

    /** @param kafka client properties, at least bootstrap.servers */
    QueueWatch(Map<String, Object> kafka, String group, String topic) {
        this.kafka = Map.copyOf(kafka);
        this.group = group;
        this.topic = topic;
        thread = Schedules.daemon("queue-watch");
    }

    public void start() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Backlog latest() {
        return latest;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            latest = backlog();
            told = false;
        } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
            latest = Backlog.UNKNOWN;
            if (!told) {
                told = true;
                log.warn(
                        "the backlog of share group {} cannot be told at the moment: {}",
                        group,
                        KafkaFailures.describe(e));
            }
        }
    }

    /** Measures with clients of its own, so that a worker whose metrics nobody reads holds no more connections. */
    public Backlog backlog() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> firsts = new HashMap<>();
        long blocks = 0;
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, @Nullable SharePartitionOffsetInfo> settled = offsetsOfGroup(admin);
            TopicDescription description =
                    answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            if (description == null) {
                return Backlog.UNKNOWN;
            }
            List<TopicPartition> partitions = description.partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            for (TopicPartition partition : partitions) {
                SharePartitionOffsetInfo info = settled.get(partition);
                // A group that has settled nothing yet has no offset; its first is the partition's.
                long first = info == null || info.startOffset() < 0
                        ? begins.getOrDefault(partition, 0L)
                        : info.startOffset();
                long end = ends.getOrDefault(partition, first);
                long distance = Math.max(0, end - first);
                long unsettled = info == null
                        ? distance
                        : info.lag().filter(lag -> lag >= 0).orElse(distance);
                blocks += unsettled;
                if (unsettled > 0) {
                    // The broker moves a group's offset on only with the group's next record, hours later perhaps.
                    firsts.put(partition, Math.max(first, end - unsettled));
                }
            }
        }
        return new Backlog(blocks, firsts.isEmpty() ? 0 : ageSeconds(firsts));
    }

    private Map<TopicPartition, @Nullable SharePartitionOffsetInfo> offsetsOfGroup(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group));
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer(admin.listOffsets(asked).all()).forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Age of the oldest record at these offsets; NaN when no partition answers in time. */
    private double ageSeconds(Map<TopicPartition, Long> firsts) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "queue-watch");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
            consumer.assign(firsts.keySet());
            firsts.forEach(consumer::seek);
            Set<TopicPartition> open = new HashSet<>(firsts.keySet());
            long oldestMillis = Long.MAX_VALUE;
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (!open.isEmpty() && System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (open.remove(new TopicPartition(record.topic(), record.partition()))) {
                        oldestMillis = Math.min(oldestMillis, record.timestamp());
                    }
                }
                consumer.pause(firsts.keySet().stream()
                        .filter(partition -> !open.contains(partition))
                        .toList());
            }
            return oldestMillis == Long.MAX_VALUE
                    ? Double.NaN
                    : Math.max(0, System.currentTimeMillis() - oldestMillis) / 1e3;
        }
    }
}
