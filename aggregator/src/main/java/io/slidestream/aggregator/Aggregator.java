package io.slidestream.aggregator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.aggregator.ledger.AggregatorMetrics;
import io.slidestream.aggregator.ledger.LedgerParts;
import io.slidestream.aggregator.ledger.OpenMaps;
import io.slidestream.aggregator.ledger.Troubles;
import io.slidestream.aggregator.ledger.Writing;
import io.slidestream.aggregator.streams.Copartitioning;
import io.slidestream.aggregator.streams.StateDisk;
import io.slidestream.aggregator.streams.StreamsProperties;
import io.slidestream.aggregator.streams.ThreadDeaths;
import io.slidestream.aggregator.streams.TumorMapTopology;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.telemetry.Tracing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledgers and writes the maps, from start() to close(), on threads of its own. The topics must exist. Results
 * that cannot be written make it troubled, not failed: nothing is lost, and it goes on as soon as they can.
 */
public final class Aggregator implements Component {
    static final String NAME = AggregatorSettings.SERVICE;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final AggregatorSettings settings;
    private final StateDisk disk;
    private final Writing writing;
    private final MeterRegistry metrics;
    private final Tracing tracing;
    private final Troubles troubles = new Troubles();
    private final ThreadDeaths deaths = new ThreadDeaths();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable KafkaStreamsMetrics streamsMetrics;

    /** Aggregator without tracing. */
    public Aggregator(AggregatorSettings settings, MapResults results, MeterRegistry metrics) {
        this(settings, results, metrics, Tracing.off());
    }

    Aggregator(AggregatorSettings settings, MapResults results, MeterRegistry metrics, Tracing tracing) {
        this.tracing = tracing;
        this.settings = settings;
        this.disk = new StateDisk(settings.stateFolder());
        this.writing = Writing.to(results);
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Returns at once; check() tells when partitions are assigned and state is restored.
     *
     * @throws StartupException if no state can be kept
     */
    @Override
    public void start() {
        disk.fault().ifPresent(fault -> {
            throw new StartupException(fault);
        });
        Copartitioning.check(settings.kafka());
        OpenMaps openMaps = new OpenMaps();
        LedgerParts parts = new LedgerParts(
                writing,
                troubles,
                openMaps,
                new AggregatorMetrics(metrics, openMaps, Clock.systemUTC()),
                tracing,
                settings.snapshotInterval(),
                settings.retryInterval());
        KafkaStreams starting = new KafkaStreams(TumorMapTopology.of(parts), StreamsProperties.of(settings));
        starting.setUncaughtExceptionHandler(deaths);
        streams = starting;
        KafkaStreamsMetrics shown = new KafkaStreamsMetrics(starting);
        shown.bindTo(metrics);
        streamsMetrics = shown;
        starting.start();
    }

    @Override
    public Health check() {
        KafkaStreams running = streams;
        if (running == null) {
            return Health.starting("not started");
        }
        Optional<String> fault = closed.get() ? Optional.empty() : disk.fault();
        if (fault.isPresent()) {
            return Health.failed(new IOException(fault.get()));
        }
        Optional<String> died = deaths.lately();
        if (died.isPresent() && running.state().isRunningOrRebalancing()) {
            return Health.troubled("a thread died and is replaced: " + died.get());
        }
        return switch (running.state()) {
            case CREATED, REBALANCING -> Health.starting("waits for its partitions and their state");
            case RUNNING -> troubles.none() ? Health.ready() : Health.troubled(troubles.describe());
            case PENDING_SHUTDOWN, NOT_RUNNING ->
                closed.get() ? Health.troubled("closed") : Health.failed(deaths.cause());
            case PENDING_ERROR, ERROR -> Health.failed(deaths.cause());
        };
    }

    @Override
    public void close() {
        KafkaStreams running = streams;
        if (closed.compareAndSet(false, true) && running != null) {
            // Leaving the group lets a successor have the partitions at once.
            KafkaStreamsMetrics shown = streamsMetrics;
            if (shown != null) {
                shown.close();
            }
            running.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        }
    }
}
