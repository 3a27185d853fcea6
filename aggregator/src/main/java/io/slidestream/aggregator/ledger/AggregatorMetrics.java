package io.slidestream.aggregator.ledger;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Metrics of the aggregator. The descriptions are those of docs/metrics.md. */
public final class AggregatorMetrics {
    /** Outcome of a record; BURIED is one that was dead-lettered. */
    public enum Outcome {
        COUNTED,
        DUPLICATE,
        STALE,
        BURIED
    }

    private static final String SCORED = "scored";
    private static final MetricTag OUTCOME = MetricTag.of(
            "outcome",
            Arrays.stream(Outcome.values()).map(AggregatorMetrics::lower).toList());

    private static final Metric BLOCKS = Metric.counter(
                    "slidestream.aggregator.blocks",
                    "Records of topic tile-scores, each under one outcome. A block found unusable only when its manifest"
                            + " came was counted before, and shows in dead letters.")
            .tag(OUTCOME);
    private static final Metric EVENTS = Metric.counter(
                    "slidestream.aggregator.events", "Records of topic slides, each under one outcome.")
            .tag(OUTCOME);
    private static final Metric EXPECTED = Metric.counter(
            "slidestream.aggregator.tiles.expected", "Tiles that the manifests of maps begun here expect.");
    private static final Metric TILES = Metric.counter(
                    "slidestream.aggregator.tiles",
                    "Tiles of these maps that are in their ledgers: scored, or rejected and why. They are counted when block"
                            + " and manifest are both there.")
            .tag(MetricTag.of(
                    "status",
                    Stream.concat(
                                    Stream.of(SCORED),
                                    Arrays.stream(RejectionReason.values()).map(RejectionReason::label))
                            .toList()));
    private static final Metric ABANDONED = Metric.counter(
            "slidestream.aggregator.tiles.abandoned",
            "Tiles that were still expected when their map was called off or begun anew.");
    private static final Metric PENDING = Metric.gauge(
            "slidestream.aggregator.tiles.pending",
            "Tiles that open maps still wait for: the work that is left for workers. Workers scale by it.");
    private static final Metric MAPS = Metric.counter(
                    "slidestream.aggregator.maps", "Results written: of maps, and of slides that were rejected.")
            .tag(MetricTag.of("state", "mapped", "rejected"));
    private static final Metric OPEN =
            Metric.gauge("slidestream.aggregator.maps.open", "Maps begun here whose results are not written.");
    private static final Metric OLDEST = Metric.gauge(
                    "slidestream.aggregator.maps.oldest",
                    "How long ago the slide of the oldest open map was submitted; 0 when no map is open.")
            .unit("seconds");
    private static final Metric COUNT = Metric.timer(
            "slidestream.aggregator.count",
            Buckets.SHORT,
            "One block from its record into its map's ledger, without writing results (the stage aggregate).");
    private static final Metric WRITE = Metric.timer(
            "slidestream.aggregator.write", Buckets.LONG, "Writing the results of one map; successes only.");
    private static final Metric WRITE_FAILURES = Metric.counter(
            "slidestream.aggregator.write.failures", "Attempts at writing results that failed and will be repeated.");
    private static final Metric LAST_MAP = Metric.gauge(
                    "slidestream.aggregator.last.map.timestamp",
                    "When this process last wrote the results of a map, since 1970; NaN before the first.")
            .unit("seconds");
    private static final MetricTag CLASS = MetricTag.open("class", "of the model");
    private static final Metric CLASS_TILES = Metric.counter(
                    "slidestream.aggregator.class.tiles", "Scored tiles of maps written, by their likeliest class.")
            .tag(CLASS)
            .onlyWith("after the first map");
    private static final Metric CLASS_SHARE = Metric.summary(
                    "slidestream.aggregator.class.share",
                    Buckets.SHARES,
                    "The share of a class in the scored tiles of one map, 0 to 1, one value a map: a mix that moves away from"
                            + " the usual says that stain, scanner or tissue has changed.")
            .tag(CLASS)
            .onlyWith("after the first map");

    public static final List<Metric> ALL = List.of(
            EXPECTED,
            TILES,
            ABANDONED,
            PENDING,
            MAPS,
            OPEN,
            OLDEST,
            LAST_MAP,
            BLOCKS,
            EVENTS,
            COUNT,
            WRITE,
            WRITE_FAILURES,
            CLASS_TILES,
            CLASS_SHARE);

    private final MeterRegistry registry;
    private final Clock clock;
    private volatile double lastMapSeconds = Double.NaN;

    public AggregatorMetrics(MeterRegistry registry, OpenMaps open, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        List.of(BLOCKS, EVENTS, EXPECTED, TILES, ABANDONED, MAPS, COUNT, WRITE, WRITE_FAILURES)
                .forEach(metric -> metric.begunIn(registry));
        ServiceMetrics.deadLettersBegin(registry, Topic.SLIDES.name(), Topic.TILE_SCORES.name());
        PENDING.gaugeIn(registry, open::pendingTiles);
        OPEN.gaugeIn(registry, open::count);
        OLDEST.gaugeIn(registry, () -> open.oldestSeconds(clock.millis()));
        LAST_MAP.gaugeIn(registry, () -> lastMapSeconds);
    }

    public void block(Outcome outcome) {
        BLOCKS.counterIn(registry, lower(outcome)).increment();
    }

    public void event(Outcome outcome) {
        EVENTS.counterIn(registry, lower(outcome)).increment();
    }

    void expected(long tiles) {
        EXPECTED.counterIn(registry).increment((double) tiles);
    }

    /** Counts the tiles of a block whose map has its manifest. */
    void tiles(BlockScored block) {
        long scored = 0;
        for (TileScore score : block.scores()) {
            if (score instanceof TileScore.Rejected rejected) {
                TILES.counterIn(registry, rejected.reason().label()).increment();
            } else {
                scored++;
            }
        }
        TILES.counterIn(registry, SCORED).increment((double) scored);
    }

    void abandoned(long tiles) {
        ABANDONED.counterIn(registry).increment((double) tiles);
    }

    public void buried(String topic, DeadLetterReason reason) {
        ServiceMetrics.buried(registry, topic, reason);
    }

    void counted(long nanos) {
        COUNT.timerIn(registry).record(Duration.ofNanos(nanos));
    }

    void written(String state, Duration took) {
        MAPS.counterIn(registry, state).increment();
        WRITE.timerIn(registry).record(took);
    }

    /** @param tiles scored, by class */
    void mapped(ClassTally tiles) {
        lastMapSeconds = clock.millis() / 1e3;
        tiles.forEach((name, count) -> {
            CLASS_TILES.counterIn(registry, name).increment((double) count);
            DistributionSummary shares = CLASS_SHARE.summaryIn(registry, name);
            if (tiles.total() > 0) {
                shares.record((double) count / tiles.total());
            }
        });
    }

    void writeFailed() {
        WRITE_FAILURES.counterIn(registry).increment();
    }

    private static String lower(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
