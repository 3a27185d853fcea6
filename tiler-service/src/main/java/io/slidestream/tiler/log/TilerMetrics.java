package io.slidestream.tiler.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.telemetry.ClientMetrics;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Metrics of the tiler. The descriptions are those of docs/metrics.md. */
public final class TilerMetrics {
    private static final String NONE = "none";
    private static final MetricTag REASON = MetricTag.of(
            "reason",
            Stream.concat(
                            Stream.of(NONE),
                            Arrays.stream(RejectionReason.values()).map(RejectionReason::label))
                    .toList());
    private static final MetricTag STATE = MetricTag.of(
            "state",
            Arrays.stream(SlideStateChanged.State.values())
                    .map(SlideStateChanged.State::label)
                    .toList());

    private static final Metric SLIDES = Metric.counter(
                    "slidestream.tiler.slides",
                    "Slides whose manifest or rejection is in the log. Of a blank slide the reason is no-tissue.")
            .tag(MetricTag.of("outcome", "tiled", "rejected"))
            .tag(REASON);
    private static final Metric TILES =
            Metric.counter("slidestream.tiler.tiles", "Tiles that those manifests expect to be classified.");
    private static final Metric STAGE = Metric.timer(
                    "slidestream.tiler.stage",
                    Buckets.LONG,
                    "Stages of a slide at the tiler: from when it was first seen to its submission (settle), opening it,"
                            + " finding its tissue, having its blocks acknowledged by Kafka (publish).")
            .tag(MetricTag.of("stage", "settle", "open", "tissue", "publish"));
    private static final Metric TO_MAP = Metric.timer(
            "slidestream.drop.to.map",
            Buckets.LONG,
            "From when a slide was first seen in the bucket to its map; slides at their first attempt.");
    private static final Metric REPLAYS =
            Metric.counter("slidestream.tiler.replays", "Series of records sent again after a failed send.");
    private static final Metric QUEUED =
            Metric.gauge("slidestream.tiler.queued", "Slides submitted and not yet tiled, those in hand included.");
    private static final Metric UNPUBLISHED = Metric.gauge(
                    "slidestream.tiler.unpublished.blocks",
                    "Blocks of tiled slides that the tiler publishes when workers are about to take them. With those of"
                            + " slidestream.queue.blocks, the work that is left.")
            .tag(MetricTag.of("lane", "normal", "urgent"));
    private static final Metric IN_STATE = Metric.gauge(
                    "slidestream.slide.states", "Slides of this tiler's share of the bucket by their state.")
            .tag(STATE);
    private static final Metric CHANGES = Metric.counter(
                    "slidestream.slide.state.changes", "Slides that came into a state; of those rejected, why.")
            .tag(STATE)
            .tag(REASON);
    private static final Metric OLDEST = Metric.gauge(
                    "slidestream.slide.state.oldest",
                    "How long the slide that has been in the state for longest has been there; 0 when there is none.")
            .unit("seconds")
            .tag(MetricTag.of(
                    "state",
                    SlideCensus.PASSING.stream()
                            .map(SlideStateChanged.State::label)
                            .toList()));
    private static final Metric LAST_ARRIVAL = Metric.gauge(
                    "slidestream.slide.last.arrival.timestamp",
                    "When the newest slide was first seen, since 1970; NaN when there is none. Survives restarts.")
            .unit("seconds");
    private static final Metric LAST_MAPPED = Metric.gauge(
                    "slidestream.slide.last.mapped.timestamp",
                    "When the slide mapped last was learnt to be, since 1970; NaN when there is none. Survives restarts.")
            .unit("seconds");
    private static final Metric IGNORED =
            Metric.gauge("slidestream.tiler.ignored", "Files in the bucket that are no slides by their name.");
    private static final Metric NOTIFICATIONS = Metric.counter(
                    "slidestream.tiler.notifications",
                    "Notifications of the S3 server, by whether they made the tiler look at its bucket.")
            .tag(MetricTag.of("outcome", "looked", "other", "junk"));

    public static final List<Metric> ALL = List.of(
            IN_STATE,
            CHANGES,
            OLDEST,
            LAST_ARRIVAL,
            LAST_MAPPED,
            TO_MAP,
            SLIDES,
            TILES,
            STAGE,
            QUEUED,
            UNPUBLISHED,
            REPLAYS,
            IGNORED,
            NOTIFICATIONS);

    private final MeterRegistry registry;
    private final ClientMetrics clients;

    public TilerMetrics(MeterRegistry registry) {
        this.registry = registry;
        clients = new ClientMetrics(registry);
        SLIDES.counterIn(registry, "tiled", NONE);
        for (SlideStateChanged.State state : SlideStateChanged.State.values()) {
            if (state != SlideStateChanged.State.REJECTED) {
                CHANGES.counterIn(registry, state.label(), NONE);
            }
        }
        for (RejectionReason reason : RejectionReason.values()) {
            SLIDES.counterIn(registry, "rejected", reason.label());
            CHANGES.counterIn(registry, SlideStateChanged.State.REJECTED.label(), reason.label());
        }
        List.of(TILES, STAGE, TO_MAP, REPLAYS, NOTIFICATIONS).forEach(metric -> metric.begunIn(registry));
        ServiceMetrics.deadLettersBegin(
                registry, Topic.SLIDES.name(), Topic.SLIDE_STATES.name(), Topic.COMMANDS.name());
    }

    /** Metrics of the Kafka clients; the caller closes them with the service. */
    public ClientMetrics clients() {
        return clients;
    }

    /** Counts undecodable records in topics whose dead letters other services keep. */
    public DeadLetters skipped() {
        return new SkippedRecords(registry);
    }

    public void tiled(SlideTiled manifest) {
        SLIDES.counterIn(registry, "tiled", NONE).increment();
        TILES.counterIn(registry).increment((double) manifest.expectedTiles());
        stage("open", Duration.ofNanos(manifest.openNanos()));
        stage("tissue", Duration.ofNanos(manifest.tissueNanos()));
        stage("publish", Duration.ofNanos(manifest.publishNanos()));
    }

    public void rejected(RejectionReason reason) {
        SLIDES.counterIn(registry, "rejected", reason.label()).increment();
    }

    public void replayed() {
        REPLAYS.counterIn(registry).increment();
    }

    public void queued(Supplier<Number> count) {
        QUEUED.gaugeIn(registry, count);
    }

    public void unpublished(String lane, Supplier<Number> blocks) {
        UNPUBLISHED.gaugeIn(registry, blocks, lane);
    }

    public void queue(Supplier<SlideCensus> census) {
        for (SlideStateChanged.State state : SlideStateChanged.State.values()) {
            IN_STATE.gaugeIn(registry, () -> census.get().slides(state), state.label());
        }
        for (SlideStateChanged.State state : SlideCensus.PASSING) {
            OLDEST.gaugeIn(registry, () -> census.get().oldestSeconds(state), state.label());
        }
        LAST_ARRIVAL.gaugeIn(registry, () -> census.get().lastArrivalSeconds());
        LAST_MAPPED.gaugeIn(registry, () -> census.get().lastMappedSeconds());
    }

    public void changed(SlideStateChanged slide) {
        String reason = slide.reason() == null ? NONE : slide.reason().label();
        CHANGES.counterIn(registry, slide.state().label(), reason).increment();
    }

    /** Records the time from when a slide was first seen to when it was submitted. */
    public void settled(Duration took) {
        stage("settle", took);
    }

    public void mapped(Duration sinceFirstSeen) {
        TO_MAP.timerIn(registry).record(sinceFirstSeen);
    }

    public void ignored(Supplier<Number> count) {
        IGNORED.gaugeIn(registry, count);
    }

    public void notified(String outcome) {
        NOTIFICATIONS.counterIn(registry, outcome).increment();
    }

    private void stage(String stage, Duration took) {
        STAGE.timerIn(registry, stage).record(took);
    }
}
