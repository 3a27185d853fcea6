package io.slidestream.servicekit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.telemetry.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes over one idempotent producer. Futures complete on the producer's thread, so what hangs on them must not
 * block. A failed publication is lost and later ones go on: replay what it belonged to. The component fails only
 * where no later publication can succeed, and is troubled while the last one failed.
 */
public final class KafkaEventPublisher implements EventPublisher, Component {
    private final RecordSender sender;
    private final Tracing tracing;

    /** @param kafka client properties, at least bootstrap.servers */
    public KafkaEventPublisher(Map<String, Object> kafka, String clientId, MeterRegistry metrics) {
        this(kafka, clientId, metrics, Tracing.off());
    }

    /**
     * @param kafka client properties, at least bootstrap.servers
     * @param tracing what is current on the publishing thread goes with each message
     */
    public KafkaEventPublisher(Map<String, Object> kafka, String clientId, MeterRegistry metrics, Tracing tracing) {
        this.sender = new RecordSender(kafka, clientId, metrics);
        this.tracing = tracing;
    }

    RecordSender sender() {
        return sender;
    }

    @Override
    public <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic.name(),
                topic.key().apply(message).getBytes(StandardCharsets.US_ASCII),
                topic.codec().encode(message));
        tracing.send(record.headers());
        return sender.send(record);
    }

    @Override
    public <T> CompletableFuture<Void> retract(Topic<T> topic, String key) {
        return sender.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.US_ASCII), null));
    }

    @Override
    public String name() {
        return "publisher";
    }

    /** Nothing to do: the producer connects with the first message. */
    @Override
    public Health check() {
        return sender.check();
    }

    @Override
    public void close() {
        sender.close();
    }
}
