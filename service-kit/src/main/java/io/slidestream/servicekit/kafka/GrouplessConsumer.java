package io.slidestream.servicekit.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A consumer that closes at once: it has no group to leave, and the broker forgets a fetch that nobody waits for. */
final class GrouplessConsumer extends KafkaConsumer<byte[], byte[]> {
    GrouplessConsumer(Map<String, Object> properties) {
        super(properties);
    }

    @Override
    public void close() {
        close(CloseOptions.timeout(Duration.ZERO));
    }
}
