package io.slidestream.tiler;

import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What a broker holds. */
public final class LoggedRecords {
    private final Map<String, Object> kafka;

    public LoggedRecords(Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Every message now in the topic, each under its own key, partition by partition; junk has no map's id before it. */
    public <T> List<T> of(Topic<T> topic) throws Exception {
        List<T> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : raw(topic.name())) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.length() < 32) {
                continue;
            }
            T message = topic.codec().decode(record.value());
            if (!topic.key().apply(message).equals(key)) {
                throw new AssertionError(message + " lies under the key " + key);
            }
            messages.add(message);
        }
        return messages;
    }

    public List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** As retention does in time. */
    public void expire(String topic) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            raw(topic)
                    .forEach(record ->
                            all.put(new TopicPartition(topic, record.partition()), RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        }
    }

    public void put(String topic, byte[] key, byte @Nullable [] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }
}
