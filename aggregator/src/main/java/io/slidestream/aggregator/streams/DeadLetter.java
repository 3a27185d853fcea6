package io.slidestream.aggregator.streams;

import io.slidestream.aggregator.config.AggregatorSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dead letter as {@link io.slidestream.servicekit.kafka.KafkaDeadLetters} writes them, but sent through the topology: the
 * record it was is committed only when the letter is in the log.
 */
final class DeadLetter {
    private static final Logger log = LoggerFactory.getLogger(DeadLetter.class);

    private DeadLetter() {}

    /**
     * @param at where the topology was; a block found unusable when its manifest came has its own place no more, so only
     *     its topic is told
     */
    @SuppressWarnings("NullAway") // Kafka allows null keys and values, Record is not annotated
    static Record<byte[], byte[]> of(
            byte @Nullable [] key,
            byte @Nullable [] value,
            long nowMillis,
            RecordMetadata at,
            String topic,
            String why) {
        RecordHeaders headers = new RecordHeaders();
        header(headers, "slidestream.origin.topic", topic);
        if (at.topic().equals(topic)) {
            header(headers, "slidestream.origin.partition", Integer.toString(at.partition()));
            header(headers, "slidestream.origin.offset", Long.toString(at.offset()));
        }
        header(headers, "slidestream.reason", why);
        header(headers, "slidestream.service", AggregatorSettings.SERVICE);
        header(headers, "slidestream.at", Instant.ofEpochMilli(nowMillis).toString());
        log.warn("a record of {} is a dead letter: {}", topic, why);
        return new Record<>(key, value, nowMillis, headers);
    }

    private static void header(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
