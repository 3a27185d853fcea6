package io.slidestream.worker.scoring;

import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * That the network was given up, and since when. For some seconds the worker is merely troubled: it takes no more blocks but
 * still answers Prometheus, which would else never see the failures of one that breaks at once; and a supervisor that
 * starts it again and again does not use up the deliveries of a slide meanwhile. Safe for concurrent use.
 */
public final class EngineEnd {
    /** Three looks of the Prometheus that the compose file starts. */
    static final Duration LAST_WORDS = Duration.ofSeconds(15);

    private record End(Throwable cause, long nanos) {}

    private final LongSupplier nanoClock;
    private volatile @Nullable End end;

    public EngineEnd(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    public void because(Throwable cause) {
        end = new End(cause, nanoClock.getAsLong());
    }

    /** Empty while the network works. */
    public Optional<Health> health() {
        End known = end;
        if (known == null) {
            return Optional.empty();
        }
        boolean over = nanoClock.getAsLong() - known.nanos() >= LAST_WORDS.toNanos();
        return Optional.of(
                over
                        ? Health.failed(known.cause())
                        : Health.troubled(
                                "the network was given up, and the worker is about to end: " + known.cause()));
    }
}
