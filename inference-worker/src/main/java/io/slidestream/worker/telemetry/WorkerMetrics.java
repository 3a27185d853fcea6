package io.slidestream.worker.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.servicekit.telemetry.ClientMetrics;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Metrics of a worker. The descriptions are those of docs/metrics.md. */
public final class WorkerMetrics {
    private static final Metric SCORED =
            Metric.counter("slidestream.tiles.scored", "Tiles with probabilities, of published blocks.");
    private static final Metric UNFAMILIAR = Metric.counter(
            "slidestream.tiles.unfamiliar",
            "Tiles with probabilities that are unlike those the model was trained on; 0 where it cannot tell.");
    private static final Metric REJECTED = Metric.counter(
                    "slidestream.tiles.rejected", "Tiles without, of published blocks, and why.")
            .tag(MetricTag.of(
                    "reason",
                    Arrays.stream(RejectionReason.values())
                            .map(RejectionReason::label)
                            .toList()));
    private static final Metric RECEIVED =
            Metric.counter("slidestream.blocks.received", "Deliveries of blocks by the share group.");
    private static final Metric SETTLED = Metric.counter(
                    "slidestream.blocks.settled",
                    "Deliveries by outcome: accepted; released for another try; rejected, being no block; failed, the"
                            + " last delivery, answered by rejections; cancelled with its map; foreign, another model's;"
                            + " left, handed back at shutdown or after a lost lock.")
            .tag(MetricTag.of(
                    "outcome",
                    Arrays.stream(BlockOutcome.values())
                            .map(BlockOutcome::label)
                            .toList()));
    private static final Metric IN_FLIGHT = Metric.gauge("slidestream.blocks.in.flight", "Deliveries not yet settled.");
    private static final Metric RENEWED =
            Metric.counter("slidestream.blocks.renewed", "Extensions of the lock on a block that takes long.");
    private static final Metric PUBLISHED_AGAIN = Metric.counter(
            "slidestream.blocks.published.again",
            "Blocks that the share group had passed over without scores, published again by this worker.");
    private static final Metric DELIVERIES = Metric.summary(
            "slidestream.block.deliveries",
            Buckets.DELIVERIES,
            "How often a block received was delivered, this time included: more than 1 after a failure or a lost"
                    + " worker.");
    private static final Metric WAIT = Metric.timer(
            "slidestream.block.wait",
            Buckets.LONG,
            "From when the tiler published a block to when a worker received it; first deliveries only.");
    private static final Metric READ = Metric.timer(
            "slidestream.tile.read",
            Buckets.SHORT,
            "One tile's pixels at the network's size: from disk, decoded, reduced.");
    private static final Metric PREPARE = Metric.timer(
            "slidestream.tile.prepare", Buckets.SHORT, "One tile's pixels into the network's input, without waiting.");
    private static final Metric BATCH_WAIT = Metric.timer(
            "slidestream.batch.wait",
            Buckets.SHORT,
            "From a batch's first patch to when the engine takes it; of a full pipeline mostly behind other batches.");
    private static final Metric PATCHES =
            Metric.summary("slidestream.batch.patches", Buckets.PATCHES, "Patches in a call of the engine.");
    private static final Metric BATCH_SIZE = Metric.gauge(
            "slidestream.batch.size", "Patches that a call has room for; halved when the engine runs out of memory.");
    private static final Metric INFER = Metric.timer("slidestream.batch.infer", Buckets.SHORT, "A call of the engine.");
    private static final Metric PUBLISH =
            Metric.timer("slidestream.block.publish", Buckets.SHORT, "Until Kafka has acknowledged a block's scores.");
    private static final Metric STARVED = Metric.counter(
                    "slidestream.engine.starved",
                    "Time in which the engine waited for patches of blocks that the worker had: its rate is the share"
                            + " of time in which reading is slower than inference.")
            .unit("seconds");
    private static final Metric BLOCKED = Metric.counter(
                    "slidestream.readers.blocked",
                    "Time in which reading threads, added up, waited for the engine to take a batch.")
            .unit("seconds");
    private static final Metric FAILURES =
            Metric.counter("slidestream.engine.failures", "Calls of the engine that threw.");
    private static final Metric HALVINGS =
            Metric.counter("slidestream.engine.halvings", "How often the batch size was halved for want of memory.");
    private static final Metric ENGINE = Metric.gauge("slidestream.engine.info", "Always 1: what computes.")
            .tag(MetricTag.open("engine", "dl4j or onnxruntime"))
            .tag(MetricTag.open("device", "cpu or cuda"))
            .tag(MetricTag.open("precision", "fp32, fp16 or int8"))
            .tag(MetricTag.open("symmetries", "forms of a tile"))
            .tag(MetricTag.open("library", "the engine's version and ways"))
            .tag(MetricTag.open("model", "the id that blocks name"));

    static final List<Metric> ALL = List.of(
            SCORED,
            UNFAMILIAR,
            REJECTED,
            RECEIVED,
            SETTLED,
            IN_FLIGHT,
            RENEWED,
            PUBLISHED_AGAIN,
            DELIVERIES,
            WAIT,
            READ,
            PREPARE,
            BATCH_WAIT,
            PATCHES,
            BATCH_SIZE,
            INFER,
            PUBLISH,
            STARVED,
            BLOCKED,
            FAILURES,
            HALVINGS,
            ENGINE);

    private final MeterRegistry registry;
    private final ClientMetrics clients;
    private final Counter scored;
    private final Counter unfamiliar;
    private final Counter received;
    private final Counter renewed;
    private final Counter publishedAgain;
    private final Counter engineFailures;
    private final DistributionSummary deliveries;
    private final Timer wait;
    private final Timer tileRead;
    private final Timer tilePrepare;
    private final Timer batchWait;
    private final DistributionSummary batchPatches;
    private final Timer batchInfer;
    private final Timer blockPublish;
    private final Counter halvings;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger batchSize = new AtomicInteger();

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        clients = new ClientMetrics(registry);
        List.of(REJECTED, SETTLED).forEach(metric -> metric.begunIn(registry));
        ServiceMetrics.deadLettersBegin(registry, Topic.TILE_BLOCKS.name(), Topic.TILE_BLOCKS_URGENT.name());
        scored = SCORED.counterIn(registry);
        unfamiliar = UNFAMILIAR.counterIn(registry);
        received = RECEIVED.counterIn(registry);
        renewed = RENEWED.counterIn(registry);
        publishedAgain = PUBLISHED_AGAIN.counterIn(registry);
        engineFailures = FAILURES.counterIn(registry);
        deliveries = DELIVERIES.summaryIn(registry);
        wait = WAIT.timerIn(registry);
        tileRead = READ.timerIn(registry);
        tilePrepare = PREPARE.timerIn(registry);
        batchWait = BATCH_WAIT.timerIn(registry);
        batchPatches = PATCHES.summaryIn(registry);
        batchInfer = INFER.timerIn(registry);
        blockPublish = PUBLISH.timerIn(registry);
        halvings = HALVINGS.counterIn(registry);
        BATCH_SIZE.gaugeIn(registry, batchSize::get);
        IN_FLIGHT.gaugeIn(registry, inFlight::get);
    }

    /** Metrics of the Kafka clients; the caller closes them with the worker. */
    public ClientMetrics clients() {
        return clients;
    }

    public void engineIs(EngineChoice choice, int symmetries, String description, String modelId) {
        ENGINE.gaugeIn(
                registry,
                () -> 1,
                choice.kind().label(),
                choice.device().label(),
                choice.precision().label(),
                Integer.toString(symmetries),
                description,
                modelId);
    }

    public void waitsAre(LongSupplier starvedNanos, LongSupplier blockedNanos) {
        STARVED.counterIn(registry, () -> starvedNanos.getAsLong() / 1e9);
        BLOCKED.counterIn(registry, () -> blockedNanos.getAsLong() / 1e9);
    }

    public void batchSizeIs(int patches) {
        batchSize.set(patches);
    }

    public void batchHalved(int patches) {
        halvings.increment();
        batchSizeIs(patches);
    }

    /**
     * @param delivery which it is, from 1
     * @param waited since the block was published, by the broker's or the tiler's clock; a clock that is ahead makes it 0
     */
    public void blockReceived(int delivery, Duration waited) {
        received.increment();
        inFlight.incrementAndGet();
        deliveries.record(delivery);
        if (delivery == 1) {
            wait.record(waited.isNegative() ? Duration.ZERO : waited);
        }
    }

    public void blockRenewed() {
        renewed.increment();
    }

    public void blockPublishedAgain() {
        publishedAgain.increment();
    }

    public void blockSettled(BlockOutcome outcome) {
        SETTLED.counterIn(registry, outcome.label()).increment();
        inFlight.decrementAndGet();
    }

    public void blockPublished(BlockScored block, long nanos) {
        blockPublish.record(Duration.ofNanos(nanos));
        for (TileScore score : block.scores()) {
            if (score instanceof TileScore.Rejected tile) {
                REJECTED.counterIn(registry, tile.reason().label()).increment();
            } else {
                scored.increment();
            }
            if (score instanceof TileScore.Scored tile && tile.isUnfamiliar()) {
                unfamiliar.increment();
            }
        }
    }

    public void tileRead(long nanos) {
        tileRead.record(Duration.ofNanos(nanos));
    }

    public void tilePrepared(long nanos) {
        tilePrepare.record(Duration.ofNanos(nanos));
    }

    public void batchWaited(long nanos) {
        batchWait.record(Duration.ofNanos(nanos));
    }

    public void batchClassified(int patches, long nanos) {
        batchPatches.record(patches);
        batchInfer.record(Duration.ofNanos(nanos));
    }

    public void engineFailed() {
        engineFailures.increment();
    }
}
