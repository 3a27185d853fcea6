package io.slidestream.system;

import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.kafka.TopicCreation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What someone else's program wrote into our topics by mistake. */
final class Junk {
    private Junk() {}

    /** Creates the topics and writes one record to each. */
    static void onEveryTopic(String bootstrapServers) throws Exception {
        TopicCreation.ensure(
                Settings.of(CommonSettings.definition(0), Map.of(CommonSettings.BOOTSTRAP_SERVERS, bootstrapServers)));
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic<?> topic : Topic.all()) {
                byte[] junk = "junk".getBytes(StandardCharsets.US_ASCII);
                producer.send(new ProducerRecord<>(topic.name(), junk, junk)).get();
            }
        }
    }
}
