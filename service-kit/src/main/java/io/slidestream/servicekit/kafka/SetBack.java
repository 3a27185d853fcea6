package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Detects that the wall clock was set back. Kafka's clients measure by it, and never backwards: until the old time has
 * come again they send no heartbeats and no new requests. Safe for concurrent use.
 */
public final class SetBack {
    /** Step that is tolerated: the clients recover from it before a session ends, or little later. */
    static final Duration TOLERATED = Duration.ofSeconds(30);

    private final LongSupplier wallMillis;
    private final Ticks ticks;
    private long furthestMillis;

    public SetBack(LongSupplier wallMillis, Ticks ticks) {
        this.wallMillis = wallMillis;
        this.ticks = ticks;
        this.furthestMillis = offsetMillis();
    }

    public synchronized Health check() {
        long offsetMillis = offsetMillis();
        furthestMillis = Math.max(furthestMillis, offsetMillis);
        Duration back = Duration.ofMillis(furthestMillis - offsetMillis);
        return back.compareTo(TOLERATED) <= 0
                ? Health.ready()
                : Health.failed(new IllegalStateException("this machine's clock was set back by " + back.toSeconds()
                        + " s, which Kafka's clients do not survive; start again, nothing is lost"));
    }

    private long offsetMillis() {
        return wallMillis.getAsLong() - ticks.nanos() / 1_000_000;
    }
}
