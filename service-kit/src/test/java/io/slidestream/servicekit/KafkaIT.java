package io.slidestream.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.ShareGroups;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.servicekit.kafka.TopicPlan;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.testkit.Patience;
import io.slidestream.testkit.TestBroker;
import io.slidestream.testkit.TimeLimit;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker; the last test takes its share groups away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TimeLimit(seconds = 180)
class KafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");

    @TempDir
    static Path folder;

    @RegisterExtension
    static final TestBroker<EmbeddedBroker> BROKER =
            new TestBroker<>(EmbeddedBroker::start, EmbeddedBroker::bootstrapServers);

    private static Map<String, Object> kafka;

    @BeforeAll
    static void createTopics() {
        kafka = BROKER.kafka();
        TopicCreation.ensure(kafka, 3, (short) 1, PATIENCE);
    }

    @Test
    void followerBeginsAtATime_orAtTheEndWhereNothingIsSoYoung() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("commands", 0, new byte[0], new byte[] {1}))
                    .get();
        }
        assertThat(readSince(0)).isPositive();
        assertThat(readSince(Long.MAX_VALUE)).isZero();
    }

    private static int readSince(long millis) {
        AtomicInteger read = new AtomicInteger();
        try (TopicFollower follower = new TopicFollower(
                "since",
                TopicFollower.consumers(kafka, "since"),
                StartPoint.since(() -> millis),
                TopicFollower.OnFailure.HALT,
                List.of(new FollowedTopic("commands", record -> read.incrementAndGet())))) {
            follower.start();
            follower.awaitCaughtUp();
        }
        return read.get();
    }

    @Test
    void topicsAreKeptAsTheirUseAsks() throws Exception {
        assertThat(config("slides")).containsEntry("cleanup.policy", "compact");
        assertThat(config("tumor-maps")).containsEntry("cleanup.policy", "compact");
        assertThat(config("tile-blocks")).containsEntry("retention.ms", "604800000");
        assertThat(config("tile-scores")).containsEntry("cleanup.policy", "delete");
        assertThat(config("dead-letters")).containsEntry("retention.ms", "2592000000");
        try (Admin admin = Admin.create(kafka)) {
            assertThat(admin.describeTopics(TopicPlan.names())
                            .allTopicNames()
                            .get()
                            .values())
                    .hasSize(Topic.all().size() + 1)
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        }
    }

    /** Kafka refuses times that are an hour ahead, and deletes at once what is older than it is to be kept. */
    @Test
    void recordOfAClockThatIsWrong_isTakenAndKept_withTheBrokersTime() throws Exception {
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String topic : List.of("tile-blocks", "tumor-maps")) { // of one kind each
                for (Duration off : List.of(Duration.ofDays(400), Duration.ofDays(-400))) {
                    long wrong = now.plus(off).toEpochMilli();
                    RecordMetadata sent = producer.send(new ProducerRecord<>(topic, 0, wrong, new byte[1], new byte[1]))
                            .get();
                    assertThat(Instant.ofEpochMilli(sent.timestamp())).isBetween(now, now.plusSeconds(3600));
                }
            }
        }
    }

    @Test
    void existingTopicsAreAccepted_withOtherPartitionsToo() {
        TopicCreation.ensure(kafka, 3, (short) 1, PATIENCE);
        TopicCreation.ensure(kafka, 4, (short) 1, PATIENCE);
    }

    @Test
    void unreachableBroker_isNamed() {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1");

        assertThatThrownBy(() -> TopicCreation.ensure(nowhere, 3, (short) 1, Duration.ofSeconds(2)))
                .isInstanceOf(StartupException.class)
                .hasMessage("no Kafka broker answered at 127.0.0.1:1 within 2 s; check that it runs and that"
                        + " kafka.bootstrap.servers is right");
    }

    /** Brokers that hang are passed over while there is time; they accept connections and say nothing. */
    @Test
    void brokersThatHang_areNotWaitedForTillTheEnd() throws Exception {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket another = new ServerSocket(0);
                ServerSocket third = new ServerSocket(0)) {
            Map<String, Object> mostlyHanging = new HashMap<>(kafka);
            String servers = Stream.of(one, another, third)
                    .map(hanging -> "127.0.0.1:" + hanging.getLocalPort())
                    .collect(Collectors.joining(","));
            mostlyHanging.put("bootstrap.servers", servers + "," + kafka.get("bootstrap.servers"));

            assertThatCode(() -> TopicCreation.ensure(mostlyHanging, 3, (short) 1, Duration.ofSeconds(30)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void brokenClientSettings_areTold() {
        Map<String, Object> broken = new HashMap<>(kafka);
        broken.put("security.protocol", "SSL");
        broken.put("ssl.truststore.location", folder.resolve("none.jks").toString());

        assertThatThrownBy(() -> TopicCreation.ensure(broken, 3, (short) 1, PATIENCE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("check the settings under 'kafka.'")
                .hasMessageContaining("none.jks");
    }

    @Test
    void messagesArriveAsTheirCodecWritesThem() throws Exception {
        SlideEvent message = new SlideRejected(
                MAP, 1, new SlideVersion("file:///a.svs", "1-2", "a"), RejectionReason.NO_MPP, "set --mpp", 7);
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "test", new SimpleMeterRegistry())) {
            publisher.publish(Topic.SLIDES, message).get();

            assertThat(publisher.check()).isEqualTo(Health.ready());
        }

        ConsumerRecord<byte[], byte[]> record = only("slides");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(MAP.hex());
        assertThat(Topic.SLIDES.codec().decode(record.value())).isEqualTo(message);
    }

    @Test
    void deadLetterKeepsTheBytes_whereFrom_andWhy() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
        byte[] value = new byte[1_200_000];
        value[7] = 42;
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "test", metrics)) {
            new KafkaDeadLetters(publisher, "inference-worker", metrics, clock)
                    .bury(
                            new DeadLetters.Letter("tile-blocks", 2, 40, null, value),
                            DeadLetterReason.MALFORMED,
                            "not a TileBlock: …")
                    .get();

            assertThat(metrics.counter("slidestream.dead.letters", "topic", "tile-blocks", "reason", "malformed")
                            .count())
                    .isEqualTo(1);
        }

        ConsumerRecord<byte[], byte[]> record = only("dead-letters");
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        assertThat(record.key()).isNull();
        assertThat(record.value()).isEqualTo(value);
        assertThat(headers)
                .isEqualTo(Map.of(
                        "slidestream.origin.topic", "tile-blocks",
                        "slidestream.origin.partition", "2",
                        "slidestream.origin.offset", "40",
                        "slidestream.reason", "not a TileBlock: …",
                        "slidestream.service", "inference-worker",
                        "slidestream.at", "2026-01-02T03:04:05Z"));
    }

    @Test
    void shareGroupIsConfigured_orTheLimitsAreNamed() throws Exception {
        assertThat(ShareGroups.configure(kafka, "workers", Duration.ofSeconds(20), 7))
                .isEqualTo(7);

        assertThat(config(new ConfigResource(ConfigResource.Type.GROUP, "workers")))
                .containsEntry("share.auto.offset.reset", "earliest")
                .containsEntry("share.record.lock.duration.ms", "20000")
                .containsEntry("share.delivery.count.limit", "7");
        assertThatThrownBy(() -> ShareGroups.configure(kafka, "workers", Duration.ofDays(2), 7))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Kafka refused the settings of share group workers");
    }

    @Test
    void unknownGroupSetting_isToldFromARefusedValue() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            var unknown = admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "workers"),
                            List.of(new org.apache.kafka.clients.admin.AlterConfigOp(
                                    new org.apache.kafka.clients.admin.ConfigEntry("share.no.such.limit", "7"),
                                    org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET))))
                    .all();

            assertThatThrownBy(unknown::get)
                    .isInstanceOfSatisfying(
                            java.util.concurrent.ExecutionException.class,
                            e -> assertThat(ShareGroups.isUnknown(e, "share.no.such.limit"))
                                    .as("%s", e)
                                    .isTrue());
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void moreReplicasThanBrokers_areRefusedWithTheKeyToChange() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.deleteTopics(List.of(Topic.TILE_SCORES.name())).all().get();
        }

        assertThatThrownBy(() -> TopicCreation.ensure(Settings.of(
                        CommonSettings.definition(8080),
                        Map.of(
                                "kafka.bootstrap.servers",
                                String.valueOf(kafka.get("bootstrap.servers")),
                                "topics.create",
                                "never",
                                "topics.replication",
                                "3"))))
                .isInstanceOf(StartupException.class)
                .hasMessage("topics are missing, and topics.create=never leaves them to an administrator:\n"
                        + "    kafka-topics.sh --bootstrap-server … --create --topic tile-scores --partitions"
                        + " 8 --replication-factor 3 --config cleanup.policy=delete --config"
                        + " message.timestamp.type=LogAppendTime --config min.insync.replicas=2 --config"
                        + " retention.ms=604800000");
        assertThatThrownBy(() -> TopicCreation.ensure(kafka, 3, (short) 3, PATIENCE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("topic tile-scores cannot have 3 replicas")
                .hasMessageContaining("set topics.replication to at most the number of brokers");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void brokerWithoutShareGroups_isRefusedWithWhatToDo() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.updateFeatures(
                            Map.of(
                                    "share.version",
                                    new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                            new UpdateFeaturesOptions())
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> TopicCreation.ensure(kafka, 3, (short) 1, PATIENCE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("has no share groups, which Slidestream needs: use Kafka 4.2 or newer")
                .hasMessageContaining("upgrade --feature share.version=1");
    }

    private static Map<String, String> config(String topic) throws Exception {
        return config(new ConfigResource(ConfigResource.Type.TOPIC, topic));
    }

    private static Map<String, String> config(ConfigResource resource) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            Map<String, String> values = new HashMap<>();
            assertThat(config).isNotNull();
            config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
            return values;
        }
    }

    private static ConsumerRecord<byte[], byte[]> only(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long start = System.nanoTime();
            while (System.nanoTime() - start < Patience.of(PATIENCE).toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    return record;
                }
            }
        }
        throw new AssertionError("no record on " + topic);
    }
}
