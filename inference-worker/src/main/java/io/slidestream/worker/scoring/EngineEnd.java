package io.slidestream.worker.scoring;

import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Health of an engine that was given up. For some seconds the worker is merely troubled: it takes no more blocks but
 * still answers Prometheus, which would otherwise never see the failures of an engine that breaks at once; and a
 * supervisor that restarts it again and again does not use up a slide's deliveries meanwhile. Safe for concurrent use.
 */
public final class EngineEnd {
    /** Three scrape intervals of the Prometheus in the compose file. */
    static final Duration LAST_WORDS = Duration.ofSeconds(15);

    private record End(Throwable cause, long nanos) {}

    private final Ticks ticks;
    private volatile @Nullable End end;

    public EngineEnd(Ticks ticks) {
        this.ticks = ticks;
    }

    public void because(Throwable cause) {
        end = new End(cause, ticks.nanos());
    }

    /** The failure that ended the engine; empty while it works. */
    public Optional<Health> health() {
        End known = end;
        if (known == null) {
            return Optional.empty();
        }
        boolean over = ticks.nanos() - known.nanos() >= LAST_WORDS.toNanos();
        return Optional.of(
                over
                        ? Health.failed(known.cause())
                        : Health.troubled(
                                "the network was given up, and the worker is about to end: " + known.cause()));
    }
}
