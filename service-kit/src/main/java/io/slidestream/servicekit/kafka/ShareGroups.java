package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.health.StartupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A group's settings are in force at a broker when that broker has read them from the metadata log, which under load is seconds
 * after the controller has taken them. A leader that has not read "earliest" yet begins a new group at the end of its partition
 * (SharePartition.startOffsetDuringInitialization), and with the first acknowledgement that is for good: what waited is passed over
 * in silence. So the start is not left to the setting: offsets that are set for an empty group are kept in __share_group_state,
 * which every leader asks first, and the answer comes when they are there. They are not read back: a broker tells how far a group
 * is behind as well, and the first such question to a new broker takes it 2 s. The setting remains for partitions that are added later.
 */
/** The broker's side of a share group; Kafka keeps these per group, not per consumer. */
public final class ShareGroups {
    /**
     * Deliveries of a record by brokers that have no limit per group (Kafka 4.2), unless their configuration was
     * changed.
     */
    public static final int BROKER_DELIVERIES = 5;

    /** Setting of services that leaves a group's settings to an administrator. */
    public static final String CONFIGURE = "groups.configure";

    private static final String RESET = "share.auto.offset.reset";
    private static final String LOCK = "share.record.lock.duration.ms";
    private static final String DELIVERIES = "share.delivery.count.limit";
    /** As long as a worker may start; a new broker first makes the topic in which it keeps the groups' places. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(ShareGroups.class);

    private ShareGroups() {}

    /**
     * Lets the group begin at the earliest record, so that work published before the first worker is done too.
     *
     * @param lockDuration how long a worker may hold a record before others get it, unless it renews
     * @param deliveries how often a record is delivered before the broker archives it; Kafka 4.2 has no such setting
     *     for a group, then the broker's own counts
     * @return how often a record is delivered: {@code deliveries} or {@link #BROKER_DELIVERIES}
     * @throws StartupException when the broker refuses or does not answer
     */
    public static int configure(Map<String, Object> kafka, String group, Duration lockDuration, int deliveries) {
        List<AlterConfigOp> basic = List.of(set(RESET, "earliest"), set(LOCK, Long.toString(lockDuration.toMillis())));
        List<AlterConfigOp> all = new ArrayList<>(basic);
        all.add(set(DELIVERIES, Integer.toString(deliveries)));
        return with(kafka, "setting up share group " + group, admin -> {
            try {
                alter(admin, group, all);
                return deliveries;
            } catch (ExecutionException e) {
                if (!isUnknown(e, DELIVERIES)) {
                    throw refused(group, e);
                }
            }
            try {
                alter(admin, group, basic);
            } catch (ExecutionException e) {
                throw refused(group, e);
            }
            log.warn(
                    "this broker has no delivery limit per group; share group {} has the broker's own, {} by default",
                    group,
                    BROKER_DELIVERIES);
            return BROKER_DELIVERIES;
        });
    }

    /**
     * Checks that an administrator has set up the group.
     *
     * @throws StartupException with the command that does, when it is not
     */
    public static void check(Map<String, Object> kafka, String group, Duration lockDuration, int deliveries) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        Config set = with(kafka, "reading the settings of share group " + group, admin -> {
            try {
                return answer(admin.describeConfigs(List.of(resource)).all())
                        .getOrDefault(resource, new Config(List.of()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    throw Denied.of("DESCRIBE_CONFIGS", "group", group, e);
                }
                throw e;
            }
        });
        String limit = value(set, DELIVERIES);
        List<String> faults = new ArrayList<>();
        if (!"earliest".equals(value(set, RESET))) {
            faults.add(RESET + " is " + value(set, RESET));
        }
        if (limit != null && Integer.parseInt(limit) < deliveries) {
            faults.add(DELIVERIES + " is " + limit);
        }
        String wanted = RESET + "=earliest," + LOCK + "=" + lockDuration.toMillis()
                + (limit == null ? "" : "," + DELIVERIES + "=" + deliveries);
        if (!faults.isEmpty()) {
            throw new StartupException(
                    "share group " + group + " is not set up as it must be (" + String.join(", ", faults)
                            + "), and " + CONFIGURE
                            + "=never leaves that to an administrator: kafka-configs.sh --bootstrap-server …"
                            + " --alter --entity-type groups --entity-name " + group + " --add-config " + wanted);
        }
        if (!Long.toString(lockDuration.toMillis()).equals(value(set, LOCK))) {
            log.warn(
                    "share group {} has {}={}, and this worker would have {}; the group's holds",
                    group,
                    LOCK,
                    value(set, LOCK),
                    lockDuration.toMillis());
        }
    }

    /**
     * Has a group that has not begun begin with the first record of each partition, whatever its brokers know of its settings
     * by now. Returns when the offsets are kept, or others have begun. Call before joining.
     *
     * @throws StartupException when the broker refuses or does not answer
     */
    public static void beginAtFirst(Map<String, Object> kafka, String group, String topic) {
        with(kafka, "setting the offsets of share group " + group, admin -> {
            try {
                begin(admin, group, topic);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    throw e.getCause() instanceof GroupAuthorizationException
                            ? Denied.of("READ", "group", group, e)
                            : Denied.of("READ", "topic", topic, e);
                }
                throw e;
            }
            return group;
        });
    }

    private static void begin(Admin admin, String group, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> known = startOffsets(admin, group, topic);
        TopicDescription description =
                answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        Map<TopicPartition, OffsetSpec> unknown = new HashMap<>();
        if (description != null) {
            description.partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .filter(partition -> !known.containsKey(partition))
                    .forEach(partition -> unknown.put(partition, OffsetSpec.earliest()));
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> first = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                answer(admin.listOffsets(unknown).all()).entrySet()) {
            first.put(found.getKey(), found.getValue().offset());
        }
        try {
            answer(admin.alterShareGroupOffsets(group, first).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupNotEmptyException) {
                log.debug("share group {} has members, who have begun it", group);
                return;
            }
            throw e;
        }
        log.info("share group {} begins with the first record of {} partitions of {}", group, first.size(), topic);
    }

    /**
     * Offsets before which the group delivers nothing any more; those that nothing is known of are left out.
     *
     * @throws KafkaException if Kafka does not answer
     */
    public static Map<TopicPartition, Long> startOffsets(Map<String, Object> kafka, String group, String topic)
            throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            return startOffsets(admin, group, topic);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the offsets of share group " + group + " cannot be told: " + cause(e).getMessage(), e);
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "the offsets of share group " + group + " were not told within " + TIMEOUT.toSeconds() + " s", e);
        }
    }

    private static Map<TopicPartition, Long> startOffsets(Admin admin, String group, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, @Nullable SharePartitionOffsetInfo> offsets;
        try {
            offsets = answer(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
        Map<TopicPartition, Long> starts = new HashMap<>();
        offsets.forEach((partition, info) -> {
            if (info != null && info.startOffset() >= 0 && partition.topic().equals(topic)) {
                starts.put(partition, info.startOffset());
            }
        });
        return starts;
    }

    private interface Work<T> {
        T with(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <T> T with(Map<String, Object> kafka, String doing, Work<T> work) {
        try (Admin admin = Admins.create(kafka, TIMEOUT)) {
            return work.with(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while " + doing, e);
        } catch (TimeoutException e) {
            throw new StartupException("Kafka gave no answer within " + TIMEOUT.toSeconds() + " s while " + doing, e);
        } catch (ExecutionException e) {
            throw new StartupException("Kafka failed " + doing + ": " + cause(e).getMessage(), e);
        }
    }

    private static void alter(Admin admin, String group, List<AlterConfigOp> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        answer(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), settings))
                .all());
    }

    private static <T> T answer(KafkaFuture<T> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Brokers refuse an unknown name and a value out of range with the same class of error. */
    public static boolean isUnknown(ExecutionException e, String setting) {
        return e.getCause() instanceof InvalidConfigurationException
                && String.valueOf(e.getCause().getMessage()).contains("Unknown")
                && String.valueOf(e.getCause().getMessage()).contains(setting);
    }

    private static StartupException refused(String group, ExecutionException e) {
        if (e.getCause() instanceof AuthorizationException) {
            return Denied.of(
                    "ALTER_CONFIGS", "group", group, e, ", or set up the group and set " + CONFIGURE + "=never");
        }
        String said = String.valueOf(cause(e).getMessage());
        return new StartupException(
                "Kafka refused the settings of share group " + group + ": " + said
                        + (e.getCause() instanceof InvalidConfigurationException
                                ? "; the broker's limits are its settings group.share.min/max.…"
                                : ""),
                e);
    }

    private static Throwable cause(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private static @Nullable String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
