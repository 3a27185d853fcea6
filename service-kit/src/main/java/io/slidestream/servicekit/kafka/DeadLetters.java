package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.telemetry.DeadLetterReason;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps records that no retry can cure, byte for byte, with where they came from and why. */
public interface DeadLetters {
    /** Completes when the dead letter is in the log; only then may the record be acknowledged. */
    CompletableFuture<Void> bury(Letter letter, DeadLetterReason reason, String why);

    /** A record as it was found. Key and value may be null. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Letter(
            String topic,
            int partition,
            long offset,
            byte @org.jspecify.annotations.Nullable [] key,
            byte @org.jspecify.annotations.Nullable [] value) {
        public static Letter of(ConsumerRecord<byte[], byte @org.jspecify.annotations.Nullable []> record) {
            return new Letter(record.topic(), record.partition(), record.offset(), record.key(), record.value());
        }
    }
}
