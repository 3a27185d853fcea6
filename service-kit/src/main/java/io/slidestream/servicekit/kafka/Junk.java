package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.telemetry.DeadLetterReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record that cannot be decoded as a message of its topic. It is dead-lettered first, and skipped then. */
public record Junk(DeadLetters.Letter letter, DeadLetterReason reason, String why) {
    private static final Logger log = LoggerFactory.getLogger(Junk.class);

    /** Completes when the record may be acknowledged. */
    public CompletableFuture<Void> buryIn(DeadLetters deadLetters) {
        return deadLetters.bury(letter, reason, why);
    }

    /**
     * Returns when the record may be passed over: the dead letter is in the log, or never will be, as when it is too large.
     *
     * @throws RetriableException if Kafka does not take the dead letter just now
     */
    public void settleIn(DeadLetters deadLetters) {
        try {
            buryIn(deadLetters).get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException passing) {
                throw passing;
            }
            log.error(
                    "{}-{} offset {} is no message ({}) and cannot be kept as a dead letter; it is passed over",
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    why,
                    e.getCause());
        }
    }
}
