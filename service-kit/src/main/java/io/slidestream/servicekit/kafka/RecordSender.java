package io.slidestream.servicekit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
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
 * belonged to. A producer that can send no more (credentials, a fence, a fatal state) is replaced with the next send. Only a broker
 * that is too old, or a configuration, fails the component.
 */
final class RecordSender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(RecordSender.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final MeterRegistry metrics;
    private final Object replacing = new Object();
    private volatile Current current;
    private volatile @Nullable Exception lastFailure;
    private volatile boolean lasting;
    private volatile boolean closed;

    /** A producer and its metrics. */
    private static final class Current {
        private final Producer<byte[], byte[]> producer;
        private final KafkaClientMetrics shown;
        /** No send of this producer's succeeds any more. */
        private volatile boolean spent;

        Current(Producer<byte[], byte[]> producer, MeterRegistry metrics) {
            this.producer = producer;
            shown = new KafkaClientMetrics(producer);
            shown.bindTo(metrics);
        }

        void close(Duration timeout) {
            shown.close();
            producer.close(timeout);
        }
    }

    RecordSender(Map<String, Object> kafka, String clientId, MeterRegistry metrics) {
        this(() -> new KafkaProducer<>(properties(kafka, clientId)), metrics);
    }

    RecordSender(Supplier<Producer<byte[], byte[]>> producers, MeterRegistry metrics) {
        this.producers = producers;
        this.metrics = metrics;
        current = new Current(producers.get(), metrics);
    }

    /** Completes on the producer's own thread: what hangs on the future must not block. */
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Current sending = usable();
        try {
            sending.producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    succeeded();
                    sent.complete(null);
                } else {
                    failed(sending, record.topic(), failure);
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failed(sending, record.topic(), e);
            sent.completeExceptionally(e);
        }
        return sent;
    }

    Health check() {
        Exception failure = lastFailure;
        if (failure == null) {
            return Health.ready();
        }
        return lasting
                ? Health.failed(new IllegalStateException(KafkaFailures.describeWriting(failure), failure))
                : Health.troubled("the last send failed: " + KafkaFailures.describeWriting(failure));
    }

    /** Waits up to ten seconds for what is on its way; what is not acknowledged then has failed. */
    @Override
    public void close() {
        synchronized (replacing) {
            closed = true;
            current.close(CLOSE_TIMEOUT);
        }
    }

    /** The producer, or a new one in place of one that is spent: whoever sends after a pause may fare better with it. */
    private Current usable() {
        if (current.spent) {
            synchronized (replacing) {
                if (current.spent && !closed && !lasting) {
                    log.info("a new producer takes the place of one that can send no more");
                    current.close(Duration.ZERO);
                    current = new Current(producers.get(), metrics);
                }
            }
        }
        return current;
    }

    private void succeeded() {
        if (lastFailure != null && !lasting) {
            log.info("Kafka accepts records again");
            lastFailure = null;
        }
    }

    private void failed(Current sending, String topic, Exception failure) {
        if (lastFailure == null) {
            log.warn("a record for {} was not accepted: {}", topic, KafkaFailures.describeWriting(failure));
        }
        lastFailure = failure;
        sending.spent |= spends(failure);
        lasting |= failure instanceof UnsupportedVersionException || failure instanceof ConfigException;
    }

    /** Whether the producer's later sends fail too; a topic that is denied is not the producer's fault. */
    private static boolean spends(Exception failure) {
        return failure instanceof AuthenticationException
                || failure instanceof ClusterAuthorizationException
                || failure instanceof TransactionalIdAuthorizationException
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
