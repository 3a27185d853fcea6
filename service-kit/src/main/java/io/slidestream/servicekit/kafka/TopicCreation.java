package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.ServiceRights.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that the topics exist and can be used, and that the broker is one we can work with. */
public final class TopicCreation implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private final Admin admin;
    private final List<Right> needed;
    private final String servers;
    private final Duration timeout;
    private final long deadlineNanos;

    private TopicCreation(Admin admin, List<Right> needed, String servers, Duration timeout) {
        this.admin = admin;
        this.needed = needed;
        this.servers = servers;
        this.timeout = timeout;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Creates what is missing as the settings say, see {@link #ensure(Map, int, short, Duration)}, and checks what a service may do
     * with the topics.
     *
     * @throws StartupException that names all rights on topics that it lacks, too
     */
    public static void ensure(Settings settings, ServiceRights.Service service) {
        ensure(settings, ServiceRights.of(service));
    }

    /** Creates what is missing as the settings say, where everybody may do everything. */
    public static void ensure(Settings settings) {
        ensure(settings, List.of());
    }

    private static void ensure(Settings settings, List<Right> needed) {
        ensure(
                settings.kafka(),
                settings.number(CommonSettings.TOPICS_PARTITIONS),
                (short) settings.number(CommonSettings.TOPICS_REPLICATION),
                settings.text(CommonSettings.TOPICS_CREATE).equals("auto") ? Creator.SERVICE : Creator.ADMINISTRATOR,
                needed,
                TIMEOUT);
    }

    /** Who creates topics that are missing. */
    enum Creator {
        SERVICE,
        ADMINISTRATOR
    }

    /**
     * Creates the topics that are missing, leaves existing ones as they are and needs no right to create any then, and returns when every partition has a
     * leader that answers: sends to a topic created a moment ago may otherwise be lost. Safe to run from several
     * services at once.
     *
     * @throws StartupException when no broker answers in time, it has no share groups, or it refuses a topic
     */
    public static void ensure(Map<String, Object> kafka, int partitions, short replication, Duration timeout) {
        ensure(kafka, partitions, replication, Creator.SERVICE, List.of(), timeout);
    }

    private static void ensure(
            Map<String, Object> kafka,
            int partitions,
            short replication,
            Creator creator,
            List<Right> needed,
            Duration timeout) {
        String servers = String.valueOf(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        try (TopicCreation creation = new TopicCreation(Admins.create(kafka, timeout), needed, servers, timeout)) {
            creation.checkShareGroups();
            List<NewTopic> missing = creation.missing(TopicPlan.topics(partitions, replication));
            if (!missing.isEmpty() && creator == Creator.ADMINISTRATOR) {
                throw new StartupException(commands(missing));
            }
            creation.create(missing);
            creation.awaitLeaders(partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while creating topics at " + servers, e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private void checkShareGroups() throws InterruptedException {
        Map<String, FinalizedVersionRange> features;
        try {
            features = get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
        } catch (ExecutionException e) {
            throw refused("asking for the broker's features", e);
        }
        FinalizedVersionRange share = features.get("share.version");
        if (share == null || share.maxVersionLevel() < 1) {
            throw new StartupException("the Kafka cluster at " + servers
                    + " has no share groups, which Slidestream needs:"
                    + " use Kafka 4.2 or newer; a cluster upgraded from an older release also needs"
                    + " 'kafka-features.sh --bootstrap-server " + servers + " upgrade --feature share.version=1'");
        }
    }

    /** Topics that are not there; asking needs no right to create, and names all that may not be asked for at once. */
    private List<NewTopic> missing(List<NewTopic> topics) throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> descriptions =
                RightsCheck.describe(admin, topics.stream().map(NewTopic::name).toList());
        List<NewTopic> missing = new ArrayList<>();
        List<Right> denied = new ArrayList<>();
        for (NewTopic topic : topics) {
            try {
                denied.addAll(RightsCheck.missing(needed, get(Objects.requireNonNull(descriptions.get(topic.name())))));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic);
                } else if (e.getCause() instanceof AuthorizationException) {
                    denied.addAll(RightsCheck.on(topic.name(), needed));
                } else {
                    throw refused("describing topic " + topic.name(), e);
                }
            }
        }
        try {
            denied.addAll(new RightsCheck(admin, this::get).missingOfPrefixes(needed));
        } catch (ExecutionException e) {
            throw refused("asking for rights", e);
        }
        if (!denied.isEmpty()) {
            throw Denied.of(denied);
        }
        return missing;
    }

    /** What an administrator has to do. */
    private static String commands(List<NewTopic> missing) {
        StringBuilder text = new StringBuilder("topics are missing, and ")
                .append(CommonSettings.TOPICS_CREATE)
                .append("=never leaves them to an administrator:");
        for (NewTopic topic : missing) {
            text.append("\n    ").append(TopicPlan.command(topic));
        }
        return text.toString();
    }

    private void create(List<NewTopic> topics) throws InterruptedException {
        Map<String, KafkaFuture<Void>> results = admin.createTopics(topics).values();
        for (NewTopic topic : topics) {
            try {
                get(Objects.requireNonNull(results.get(topic.name())));
                log.info("topic {} created with {} partitions", topic.name(), topic.numPartitions());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    continue;
                }
                if (e.getCause() instanceof InvalidReplicationFactorException) {
                    throw new StartupException(
                            "topic " + topic.name() + " cannot have " + topic.replicationFactor() + " replicas ("
                                    + e.getCause().getMessage() + "); set " + CommonSettings.TOPICS_REPLICATION
                                    + " to at most the number of brokers",
                            e);
                }
                if (e.getCause() instanceof AuthorizationException) {
                    throw Denied.of(
                            "CREATE",
                            "topic",
                            topic.name(),
                            e,
                            ", or creates the topic and sets " + CommonSettings.TOPICS_CREATE + "=never");
                }
                throw refused("creating topic " + topic.name(), e);
            }
        }
    }

    private void awaitLeaders(int partitions) throws InterruptedException {
        for (String topic : TopicPlan.names()) {
            List<TopicPartition> existing = partitionsOf(topic);
            if (existing.size() != partitions) {
                log.warn(
                        "topic {} has {} partitions, {} asks for {}; it is used as it is",
                        topic,
                        existing.size(),
                        CommonSettings.TOPICS_PARTITIONS,
                        partitions);
            }
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            existing.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            retrying(
                    "waiting for the partitions of " + topic,
                    () -> admin.listOffsets(latest).all());
        }
    }

    private List<TopicPartition> partitionsOf(String topic) throws InterruptedException {
        TopicDescription description = retrying(
                "describing topic " + topic,
                () -> Objects.requireNonNull(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
        List<TopicPartition> partitions = new ArrayList<>();
        description.partitions().forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        return partitions;
    }

    private interface Call<T> {
        KafkaFuture<T> ask();
    }

    /** A broker may not have heard yet of a topic that the controller has created. */
    private <T> T retrying(String doing, Call<T> call) throws InterruptedException {
        while (true) {
            try {
                return get(call.ask());
            } catch (ExecutionException e) {
                boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof RetriableException;
                if (!notYet || remainingNanos() <= 0) {
                    throw refused(doing, e);
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        }
    }

    private <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException {
        try {
            return future.get(Math.max(remainingNanos(), 1), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw unreachable(e);
            }
            throw e;
        }
    }

    private long remainingNanos() {
        return deadlineNanos - System.nanoTime();
    }

    private StartupException unreachable(Exception e) {
        return new StartupException(
                "no Kafka broker answered at " + servers + " within " + timeout.toSeconds()
                        + " s; check that it runs and that " + CommonSettings.BOOTSTRAP_SERVERS + " is right",
                e);
    }

    private StartupException refused(String doing, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String said = cause instanceof AuthenticationException ? KafkaFailures.describe(cause) : cause.getMessage();
        return new StartupException("Kafka at " + servers + " failed " + doing + ": " + said, e);
    }
}
