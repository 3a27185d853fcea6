package io.slidestream.worker.blocks;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.worker.telemetry.BlockOutcome;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A delivery whose lock this worker holds. As a queue element it is due when its outcome may be acknowledged. */
final class HeldBlock implements Delayed {
    private static final int LONGEST = 256;

    private final ConsumerRecord<byte[], byte @Nullable []> record;
    private final Handling handling;
    private final BooleanSupplier hurry;
    private volatile long dueNanos;

    /** @param hurry whether waiting times no longer matter */
    HeldBlock(ConsumerRecord<byte[], byte @Nullable []> record, Handling handling, BooleanSupplier hurry) {
        this.record = record;
        this.handling = handling;
        this.hurry = hurry;
    }

    ConsumerRecord<byte[], byte @Nullable []> record() {
        return record;
    }

    Handling handling() {
        return handling;
    }

    /** Outcome of the handling; waits until it is known. */
    BlockOutcome outcome() {
        return handling.outcome().join();
    }

    /**
     * Delays the acknowledgement of a released block, which would otherwise come back within milliseconds and use up
     * its deliveries; the delay doubles with each.
     */
    void settled(BlockOutcome outcome, Duration retryBackoff) {
        int delivery = record.deliveryCount().orElse((short) 1);
        dueNanos = System.nanoTime()
                + (outcome == BlockOutcome.RELEASED
                        ? new Backoff(retryBackoff, retryBackoff.multipliedBy(LONGEST))
                                .pause(delivery)
                                .toNanos()
                        : 0);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return hurry.getAsBoolean() ? 0 : unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.signum(dueNanos - ((HeldBlock) other).dueNanos);
    }
}
