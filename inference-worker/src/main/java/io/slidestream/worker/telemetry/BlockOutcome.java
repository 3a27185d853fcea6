package io.slidestream.worker.telemetry;

import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.jspecify.annotations.Nullable;

/** Outcome of one delivery of a block, and the acknowledgement that follows from it. */
public enum BlockOutcome {
    /** Every tile has its score or its rejection in the log. */
    ACCEPTED(AcknowledgeType.ACCEPT),
    /** Failed on its last delivery: every tile rejected, and a dead letter, both in the log. */
    FAILED(AcknowledgeType.ACCEPT),
    /** The block is for another model, whose own group gets its own copy. */
    FOREIGN(AcknowledgeType.ACCEPT),
    /** The block's map was cancelled: nobody waits for its scores. */
    CANCELLED(AcknowledgeType.ACCEPT),
    /** Failed in a way that another delivery may cure. */
    RELEASED(AcknowledgeType.RELEASE),
    /** No block at all; its bytes are a dead letter in the log. */
    REJECTED(AcknowledgeType.REJECT),
    /** Nobody finished it here, and it is no failure of the block. Closing the consumer gives it back. */
    LEFT(null);

    private final @Nullable AcknowledgeType type;

    BlockOutcome(@Nullable AcknowledgeType type) {
        this.type = type;
    }

    public Optional<AcknowledgeType> acknowledgement() {
        return Optional.ofNullable(type);
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
