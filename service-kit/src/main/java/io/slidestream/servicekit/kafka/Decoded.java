package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.Codec;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/** A decoded record: a message of its topic, or junk. */
public final class Decoded<T> {
    private final @Nullable T message;
    private final @Nullable Junk junk;

    private Decoded(@Nullable T message, @Nullable Junk junk) {
        this.message = message;
        this.junk = junk;
    }

    /** Decodes a record; a record without a value is junk. */
    public static <T> Decoded<T> of(DeadLetters.Letter record, Codec<T> codec) {
        byte[] value = record.value();
        if (value == null) {
            return new Decoded<>(null, new Junk(record, DeadLetterReason.MALFORMED, "a record without a value"));
        }
        try {
            return new Decoded<>(codec.decode(value), null);
        } catch (MalformedMessageException e) {
            return new Decoded<>(null, new Junk(record, DeadLetterReason.MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    /** Handler of one of the two cases. */
    @FunctionalInterface
    public interface Case<A, R, X extends Exception> {
        R take(A what) throws X;
    }

    /** Calls the handler of the case at hand. */
    public <R, X extends Exception> R fold(Case<T, R, X> onMessage, Case<Junk, R, X> onJunk) throws X {
        T decoded = message;
        if (decoded != null) {
            return onMessage.take(decoded);
        }
        Junk none = junk;
        if (none == null) {
            throw new AssertionError("neither a message nor junk");
        }
        return onJunk.take(none);
    }
}
