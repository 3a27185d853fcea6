package io.slidestream.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.networks.EngineChoice;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a worker counts.
 *
 * <ul>
 *   <li>{@code slidestream.tiles.scored}, {@code slidestream.tiles.rejected{reason}}: tiles of published blocks; their
 *       sum is the number of tiles of the blocks accepted with an answer.
 *   <li>{@code slidestream.blocks.settled{outcome}}: deliveries by outcome, {@code accepted}, {@code released},
 *       {@code rejected} (malformed), {@code failed} (last delivery, answered by rejections), {@code cancelled} (of a
 *       map called off), {@code foreign} (another model's), {@code left} (handed back on shutdown or lost lock).
 *   <li>{@code slidestream.blocks.in.flight}: deliveries not yet settled; received = settled + in flight.
 *   <li>{@code slidestream.blocks.received}, {@code slidestream.blocks.renewed}: deliveries, and extensions of their lock.
 *   <li>{@code slidestream.batch.patches}: patches a call of the engine.
 *   <li>{@code slidestream.tile.read} (open, read, decode), {@code slidestream.batch.infer},
 *       {@code slidestream.block.publish}: timers.
 *   <li>{@code slidestream.engine.failures}: calls that threw.
 *   <li>{@code slidestream.engine.info{engine,device,precision,symmetries,library,model}}: always 1; {@code library} is the
 *       engine's version and ways, {@code model} the id that blocks name.
 *   <li>{@code slidestream.batch.size}: patches a call has room for; halved when the engine runs out of memory.
 *   <li>{@code slidestream.engine.halvings}: how often that was.
 * </ul>
 */
final class WorkerMetrics {
    private final MeterRegistry registry;
    private final Counter scored;
    private final Counter received;
    private final Counter renewed;
    private final Counter engineFailures;
    private final DistributionSummary batchPatches;
    private final Timer tileRead;
    private final Timer batchInfer;
    private final Timer blockPublish;
    private final Counter halvings;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger batchSize = new AtomicInteger();

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        scored = registry.counter("slidestream.tiles.scored");
        Arrays.stream(RejectionReason.values()).forEach(this::rejected);
        Arrays.stream(BlockOutcome.values()).forEach(this::settled);
        received = registry.counter("slidestream.blocks.received");
        renewed = registry.counter("slidestream.blocks.renewed");
        engineFailures = registry.counter("slidestream.engine.failures");
        batchPatches = registry.summary("slidestream.batch.patches");
        tileRead = registry.timer("slidestream.tile.read");
        batchInfer = registry.timer("slidestream.batch.infer");
        blockPublish = registry.timer("slidestream.block.publish");
        halvings = registry.counter("slidestream.engine.halvings");
        Gauge.builder("slidestream.batch.size", batchSize, AtomicInteger::get).register(registry);
        Gauge.builder("slidestream.blocks.in.flight", inFlight, AtomicInteger::get)
                .register(registry);
    }

    void engineIs(EngineChoice choice, int symmetries, String description, String modelId) {
        Gauge.builder("slidestream.engine.info", () -> 1)
                .tags(Tags.of(
                        "engine", choice.kind().label(),
                        "device", choice.device().label(),
                        "precision", choice.precision().label(),
                        "symmetries", Integer.toString(symmetries),
                        "library", description,
                        "model", modelId))
                .register(registry);
    }

    void batchSizeIs(int patches) {
        batchSize.set(patches);
    }

    void batchHalved(int patches) {
        halvings.increment();
        batchSizeIs(patches);
    }

    void blockReceived() {
        received.increment();
        inFlight.incrementAndGet();
    }

    void blockRenewed() {
        renewed.increment();
    }

    void blockSettled(BlockOutcome outcome) {
        settled(outcome).increment();
        inFlight.decrementAndGet();
    }

    void blockPublished(BlockScored block, long nanos) {
        blockPublish.record(Duration.ofNanos(nanos));
        for (TileScore score : block.scores()) {
            if (score instanceof TileScore.Rejected tile) {
                rejected(tile.reason()).increment();
            } else {
                scored.increment();
            }
        }
    }

    void tileRead(long nanos) {
        tileRead.record(Duration.ofNanos(nanos));
    }

    void batchClassified(int patches, long nanos) {
        batchPatches.record(patches);
        batchInfer.record(Duration.ofNanos(nanos));
    }

    void engineFailed() {
        engineFailures.increment();
    }

    private Counter rejected(RejectionReason reason) {
        return registry.counter("slidestream.tiles.rejected", "reason", reason.label());
    }

    private Counter settled(BlockOutcome outcome) {
        return registry.counter("slidestream.blocks.settled", "outcome", outcome.label());
    }
}
