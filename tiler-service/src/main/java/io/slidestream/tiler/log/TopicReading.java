package io.slidestream.tiler.log;

import io.slidestream.contracts.Codec;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the records of a compacted topic into messages and forgotten keys; junk stops nothing. */
public final class TopicReading {
    private static final Logger log = LoggerFactory.getLogger(TopicReading.class);

    private final DeadLetters deadLetters;

    public TopicReading(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** For the topic's own reader: junk becomes a dead letter. */
    public <T> void readOrBury(
            ConsumerRecord<byte[], byte[]> record, Codec<T> codec, Consumer<T> messages, Consumer<String> forgotten) {
        try {
            decode(record, codec, messages, forgotten);
        } catch (MalformedMessageException e) {
            bury(record, String.valueOf(e.getMessage()));
        }
    }

    /** For others: junk is passed over. */
    public <T> void read(
            ConsumerRecord<byte[], byte[]> record, Codec<T> codec, Consumer<T> messages, Consumer<String> forgotten) {
        try {
            decode(record, codec, messages, forgotten);
        } catch (MalformedMessageException e) {
            log.debug("passed over {}-{} offset {}", record.topic(), record.partition(), record.offset(), e);
        }
    }

    private static <T> void decode(
            ConsumerRecord<byte[], byte[]> record, Codec<T> codec, Consumer<T> messages, Consumer<String> forgotten)
            throws MalformedMessageException {
        if (record.value() != null) {
            messages.accept(codec.decode(record.value()));
        } else if (record.key() != null) {
            forgotten.accept(new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String why) {
        DeadLetters.Letter letter = new DeadLetters.Letter(
                record.topic(), record.partition(), record.offset(), record.key(), record.value());
        try {
            deadLetters.bury(letter, DeadLetterReason.MALFORMED, why).join();
        } catch (CompletionException e) {
            // The record stays where it is and is buried by the next start.
            log.warn(
                    "a dead letter of {}-{} offset {} could not be kept",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }
}
