package io.slidestream.servicekit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One idempotent producer, acknowledged by every in-sync replica.
 *
 * <p>A send that fails is lost for good and its future says so; the producer itself lives on. On a delivery timeout or an
 * out-of-order sequence (seen once in 140 freshly created topics) an idempotent producer without a transactional id
 * takes a new epoch and sends what follows, so the next sends work; whoever sent the lost message replays what it
 * belonged to. Only errors that no later send can escape (credentials, a broker too old, a producer fenced) fail
 * the component.
 */
final class RecordSender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(RecordSender.class);

    private final Producer<byte[], byte[]> producer;
    private final KafkaClientMetrics clientMetrics;
    private volatile @Nullable Exception lastFailure;
    private volatile boolean fatal;

    RecordSender(Map<String, Object> kafka, String clientId, MeterRegistry metrics) {
        this(new KafkaProducer<>(properties(kafka, clientId)), metrics);
    }

    RecordSender(Producer<byte[], byte[]> producer, MeterRegistry metrics) {
        this.producer = producer;
        clientMetrics = new KafkaClientMetrics(producer);
        clientMetrics.bindTo(metrics);
    }

    /** Completes on the producer's own thread: what hangs on the future must not block. */
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    succeeded();
                    sent.complete(null);
                } else {
                    failed(record.topic(), failure);
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failed(record.topic(), e);
            sent.completeExceptionally(e);
        }
        return sent;
    }

    Health check() {
        Exception failure = lastFailure;
        if (failure == null) {
            return Health.ready();
        }
        return fatal ? Health.failed(failure) : Health.troubled("the last send failed: " + failure.getMessage());
    }

    /** Waits up to ten seconds for what is on its way; what is not acknowledged then has failed. */
    @Override
    public void close() {
        clientMetrics.close();
        producer.close(CLOSE_TIMEOUT);
    }

    private void succeeded() {
        if (lastFailure != null && !fatal) {
            log.info("Kafka accepts records again");
            lastFailure = null;
        }
    }

    private void failed(String topic, Exception failure) {
        if (lastFailure == null) {
            log.warn("a record for {} was not accepted: {}", topic, failure.toString());
        }
        lastFailure = failure;
        fatal |= isFatal(failure);
    }

    private static boolean isFatal(Exception failure) {
        return failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof UnsupportedVersionException
                || failure instanceof ProducerFencedException
                || failure instanceof IllegalStateException
                || (failure instanceof KafkaException
                        && !(failure instanceof ApiException)
                        && !(failure instanceof InterruptException));
    }

    private static Map<String, Object> properties(Map<String, Object> kafka, String clientId) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
        properties.putAll(kafka);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }
}
