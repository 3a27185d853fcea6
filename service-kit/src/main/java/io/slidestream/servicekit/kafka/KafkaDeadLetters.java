package io.slidestream.servicekit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters on {@link Topic#DEAD_LETTERS}: key and value untouched, where from and why in the headers
 * {@code slidestream.origin.topic}, {@code .partition} and {@code .offset}, {@code slidestream.reason}, {@code
 * slidestream.service} and {@code slidestream.at} (ISO-8601, UTC), all UTF-8. Counted when the broker has them.
 */
public final class KafkaDeadLetters implements DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(KafkaDeadLetters.class);

    private final RecordSender sender;
    private final String service;
    private final MeterRegistry metrics;
    private final Clock clock;

    /** Sends over the publisher's producer and lives as long as it. */
    public KafkaDeadLetters(KafkaEventPublisher publisher, String service, MeterRegistry metrics, Clock clock) {
        this.sender = publisher.sender();
        this.service = service;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> bury(Letter letter, DeadLetterReason reason, String why) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topic.DEAD_LETTERS, letter.key(), letter.value());
        header(record, "slidestream.origin.topic", letter.topic());
        header(record, "slidestream.origin.partition", Integer.toString(letter.partition()));
        header(record, "slidestream.origin.offset", Long.toString(letter.offset()));
        header(record, "slidestream.reason", why);
        header(record, "slidestream.service", service);
        header(record, "slidestream.at", clock.instant().toString());
        log.warn("{}-{} offset {} is a dead letter: {}", letter.topic(), letter.partition(), letter.offset(), why);
        return sender.send(record).thenRun(() -> ServiceMetrics.buried(metrics, letter.topic(), reason));
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
