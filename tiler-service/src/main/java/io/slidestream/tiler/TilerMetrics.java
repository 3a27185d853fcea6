package io.slidestream.tiler;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTaken;
import io.slidestream.contracts.SlideTiled;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the tiler counts. Names are public API:
 *
 * <ul>
 *   <li>{@code slidestream.tiler.slides} (counter; {@code outcome} tiled or rejected, {@code reason} none or the
 *       rejection's label): slides whose manifest or rejection is in the log
 *   <li>{@code slidestream.tiler.tiles} (counter): tiles of those manifests, i.e. the sum of their expectedTiles
 *   <li>{@code slidestream.tiler.stage} (timer; {@code stage} open, tissue or publish): one value of each a tiled slide
 *   <li>{@code slidestream.tiler.replays} (counter): series of records sent again after a failed send
 *   <li>{@code slidestream.tiler.queued} (gauge): slides submitted and not finished, the one in hand included
 *   <li>{@code slidestream.intake.slides} (gauge; {@code state} seen, settling, submitted, tiled, mapped or rejected):
 *       slides of this tiler's by their state
 *   <li>{@code slidestream.intake.changes} (counter; {@code state}, {@code reason} none or the rejection's label): slides
 *       that came into the state
 *   <li>{@code slidestream.tiler.ignored} (gauge): files in the bucket that are no slides by their name
 *   <li>{@code slidestream.tiler.notifications} (counter; {@code outcome} looked, other or junk): records of the topic of S3
 *       notifications, by whether they made the tiler look at its bucket
 * </ul>
 */
public final class TilerMetrics {
    private final MeterRegistry registry;

    public TilerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void tiled(SlideTiled manifest) {
        registry.counter("slidestream.tiler.slides", "outcome", "tiled", "reason", "none")
                .increment();
        registry.counter("slidestream.tiler.tiles").increment((double) manifest.expectedTiles());
        stage("open").record(Duration.ofNanos(manifest.openNanos()));
        stage("tissue").record(Duration.ofNanos(manifest.tissueNanos()));
        stage("publish").record(Duration.ofNanos(manifest.publishNanos()));
    }

    void rejected(RejectionReason reason) {
        registry.counter("slidestream.tiler.slides", "outcome", "rejected", "reason", reason.label())
                .increment();
    }

    void replayed() {
        registry.counter("slidestream.tiler.replays").increment();
    }

    void queued(Supplier<Number> count) {
        Gauge.builder("slidestream.tiler.queued", count).register(registry);
    }

    void intake(SlideTaken.State state, Supplier<Number> count) {
        Gauge.builder("slidestream.intake.slides", count)
                .tag("state", state.label())
                .register(registry);
    }

    void changed(SlideTaken slide) {
        String reason = slide.reason() == null ? "none" : slide.reason().label();
        registry.counter("slidestream.intake.changes", "state", slide.state().label(), "reason", reason)
                .increment();
    }

    void ignored(Supplier<Number> count) {
        Gauge.builder("slidestream.tiler.ignored", count).register(registry);
    }

    void notified(String outcome) {
        registry.counter("slidestream.tiler.notifications", "outcome", outcome).increment();
    }

    private Timer stage(String stage) {
        return registry.timer("slidestream.tiler.stage", "stage", stage);
    }
}
