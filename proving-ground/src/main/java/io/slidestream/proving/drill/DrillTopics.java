package io.slidestream.proving.drill;

import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Looks into the topics, and writes what nobody should. Not for concurrent use. */
final class DrillTopics implements AutoCloseable {
    private static final List<Topic<?>> OF_A_SLIDE = List.of(Topic.SLIDES, Topic.TILE_BLOCKS, Topic.TILE_SCORES);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    DrillTopics(String bootstrapServers) {
        Map<String, Object> kafka = new HashMap<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Records written to the topic so far. */
    long written(Topic<?> topic) {
        return consumer.endOffsets(partitions(topic)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Topic<?> topic : OF_A_SLIDE) {
            ends.putAll(consumer.endOffsets(partitions(topic)));
        }
        return ends;
    }

    /** Sends everything that was written since once more, the last first. Returns how many records. */
    int repeatBackwards(Map<TopicPartition, Long> since) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        TopicReader reader = new TopicReader(
                consumer,
                OF_A_SLIDE.stream()
                        .map(topic -> new FollowedTopic(topic.name(), records::add))
                        .toList());
        reader.assign((asked, partitions) ->
                partitions.stream().collect(Collectors.toMap(one -> one, one -> since.getOrDefault(one, 0L))));
        reader.readToEnds();
        consumer.unsubscribe();
        for (int i = records.size() - 1; i >= 0; i--) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            var unused = producer.send(
                    new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value()));
        }
        producer.flush();
        return records.size();
    }

    /** One record that is no message of ours on every topic, and one whose key is none either. Returns how many. */
    int junk() {
        byte[] junk = "junk".getBytes(StandardCharsets.US_ASCII);
        for (Topic<?> topic : Topic.all()) {
            producer.send(new ProducerRecord<>(topic.name(), junk, junk));
            producer.send(new ProducerRecord<>(topic.name(), junk, new byte[0]));
        }
        producer.flush();
        return 2 * Topic.all().size();
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        return consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
