package io.slidestream.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.server.common.MetadataVersion;

/** Sends and receives texts. */
final class Records {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Records() {}

    static void createTopic(EmbeddedBroker broker, String topic) throws Exception {
        try (Admin admin = Admin.create(client(broker))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    static void send(EmbeddedBroker broker, String topic, String text) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(broker), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, text)).get();
        }
    }

    static List<String> consume(EmbeddedBroker broker, String topic, int count) {
        Map<String, Object> properties = client(broker);
        properties.putAll(Map.of("group.id", "readers", "auto.offset.reset", "earliest"));
        List<String> texts = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (texts.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> texts.add(record.value()));
            }
        }
        return texts;
    }

    static long metadataEnd(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(client(broker))) {
            return admin.describeMetadataQuorum().quorumInfo().get().highWatermark();
        }
    }

    /** One fetch, which the broker holds for so long. */
    static void awaitNothing(EmbeddedBroker broker, String topic, Duration howLong) {
        Map<String, Object> properties = client(broker);
        properties.put("fetch.max.wait.ms", Math.toIntExact(howLong.toMillis()));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition only = new TopicPartition(topic, 0);
            consumer.assign(List.of(only));
            consumer.seek(only, 0);
            if (!consumer.poll(howLong).isEmpty()) {
                throw new IllegalStateException(topic + " is not empty");
            }
        }
    }

    /** Releases the first delivery, accepts the second: text and delivery count of each. */
    static List<String> shareTwice(EmbeddedBroker broker, String topic) throws Exception {
        Map<String, Object> properties = client(broker);
        try (Admin admin = Admin.create(properties)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "sharers"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        properties.putAll(Map.of("group.id", "sharers", "share.acknowledgement.mode", "explicit"));
        List<String> seen = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (seen.size() < 2 && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    seen.add(record.value() + "#" + record.deliveryCount().orElse((short) -1));
                    consumer.acknowledge(record, seen.size() == 1 ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                }
                consumer.commitSync();
            }
        }
        return seen;
    }

    /** Level of the metadata's format. */
    static short format(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(client(broker))) {
            Map<String, FinalizedVersionRange> features =
                    admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            return Objects.requireNonNull(features.get(MetadataVersion.FEATURE_NAME))
                    .maxVersionLevel();
        }
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return new java.util.HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
