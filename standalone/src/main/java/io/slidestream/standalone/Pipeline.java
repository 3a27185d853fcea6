package io.slidestream.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.aggregator.Aggregator;
import io.slidestream.aggregator.AggregatorSettings;
import io.slidestream.aggregator.SlideThumbnails;
import io.slidestream.aggregator.results.FolderResultsStore;
import io.slidestream.aggregator.results.MapResults;
import io.slidestream.aggregator.viewer.TopicCommands;
import io.slidestream.aggregator.viewer.Viewer;
import io.slidestream.aggregator.viewer.ViewerSettings;
import io.slidestream.aggregator.viewer.catalog.Catalog;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Symmetries;
import io.slidestream.servicekit.CommonSettings;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.Health;
import io.slidestream.servicekit.KafkaDeadLetters;
import io.slidestream.servicekit.KafkaEventPublisher;
import io.slidestream.servicekit.Resource;
import io.slidestream.servicekit.Service;
import io.slidestream.servicekit.ServiceMetrics;
import io.slidestream.servicekit.Settings;
import io.slidestream.servicekit.Tracing;
import io.slidestream.slides.ReaderChoice;
import io.slidestream.slides.SlideFetcher;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.tiler.Commands;
import io.slidestream.tiler.ExpiredBlocks;
import io.slidestream.tiler.KnownMaps;
import io.slidestream.tiler.SlideIntake;
import io.slidestream.tiler.SlideOpener;
import io.slidestream.tiler.SlideStates;
import io.slidestream.tiler.SlideTiler;
import io.slidestream.tiler.SlideWatcher;
import io.slidestream.tiler.TilerMetrics;
import io.slidestream.tiler.TilingRecipe;
import io.slidestream.tiler.TissuePictures;
import io.slidestream.tiler.WatchedBucket;
import io.slidestream.worker.InferenceSettings;
import io.slidestream.worker.InferenceWorker;
import io.slidestream.worker.ReadingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** The whole chain in one JVM: the classes of the three services around an embedded broker. */
final class Pipeline implements AutoCloseable {
    private static final String NAME = "slidestream";
    private static final String PARTITIONS = "4";
    /** A consumer ends only when its fetch has; a broker in the same JVM is asked again for next to nothing. */
    private static final String FETCH_WAIT_MILLIS = "100";

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(25);

    private final EmbeddedBroker broker;
    private final MapFollower follower;
    private final SlideIntake intake;
    private final Service service;

    private final @Nullable Viewer viewer;
    private final Path data;

    private Pipeline(
            Path data,
            EmbeddedBroker broker,
            MapFollower follower,
            SlideIntake intake,
            Service service,
            @Nullable Viewer viewer) {
        this.data = data;
        this.broker = broker;
        this.follower = follower;
        this.intake = intake;
        this.service = service;
        this.viewer = viewer;
    }

    /**
     * Starts everything, in seconds; work left over in the data folder goes on at once.
     *
     * @param slides closed with the chain
     * @param watched the bucket whose slides are mapped as they arrive, or null for those submitted only
     * @param view where the viewer answers, or null for none
     * @param listener told of every map on another thread
     */
    static Pipeline start(
            PipelineSettings settings,
            ModelBundle bundle,
            TilingRecipe recipe,
            SlideFetchers slides,
            @Nullable WatchedFolder watched,
            @Nullable ViewerSettings view,
            Consumer<io.slidestream.contracts.MapUpdated> listener,
            MeterRegistry metrics) {
        EngineLoading engine = EngineLoading.begin(() -> InferenceWorker.load(
                bundle, settings.engine(), settings.batch(), settings.threads(), settings.symmetries()));
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(settings.data());
        } catch (RuntimeException | Error e) {
            engine.abandon();
            throw e;
        }
        try {
            Map<String, String> common = common(broker);
            Settings kafkaSettings = Settings.of(CommonSettings.definition(0), common);
            CommonSettings.ensureTopics(kafkaSettings);
            Map<String, Object> kafka = kafkaSettings.kafka();
            Clock clock = Clock.systemUTC();
            KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, NAME, metrics);
            KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, NAME, metrics, clock);

            ServiceMetrics.disk(metrics, "results", settings.results());
            ServiceMetrics.disk(metrics, "state", settings.data());
            ServiceMetrics.disk(metrics, "cache", slides.cacheFolder());

            TilerMetrics tilerMetrics = new TilerMetrics(metrics);
            KnownMaps known = KnownMaps.in(kafka, deadLetters, tilerMetrics);
            SlideOpener opener = SlideOpener.of(slides, settings.reader());
            TissuePictures pictures = settings.debugImages()
                    ? TissuePictures.in(settings.results().resolve("debug-images"))
                    : TissuePictures.none();
            SlideTiler tiler = new SlideTiler(opener, publisher, recipe, pictures, tilerMetrics);
            SlideStates states = SlideStates.in(kafka, publisher, deadLetters, tilerMetrics, clock);
            SlideIntake intake = new SlideIntake(tiler, known, states, 1, tilerMetrics, clock);

            InferenceWorker worker = InferenceWorker.of(
                    inference(settings, common),
                    kafka,
                    bundle,
                    engine.await(),
                    slides,
                    publisher,
                    deadLetters,
                    metrics,
                    Tracing.off());

            MapResults results = new MapResults(
                    new FolderResultsStore(settings.results(), Uploads.of(settings, slides)),
                    new SlideThumbnails(slides, settings.reader()),
                    settings.output(),
                    clock);
            Aggregator aggregator = new Aggregator(aggregation(settings, common), results, metrics);

            List<Component> components = new ArrayList<>(
                    List.of(tilerMetrics.clients(), publisher, aggregator, worker, known, states, intake));
            components.add(ExpiredBlocks.in(kafka, states, intake));
            if (watched != null) {
                WatchedBucket bucket = WatchedBucket.of(watched.store());
                components.add(
                        new SlideWatcher(bucket, opener, intake, states, watched.patience(), tilerMetrics, clock));
            }
            Viewer viewer = view == null ? null : viewer(view, slides, kafka, intake, publisher, metrics);
            if (viewer != null) {
                components.add(Commands.in(kafka, intake, deadLetters, tilerMetrics));
                components.add(viewer);
            }
            components.add(new Resource("slides", slides::trouble, slides::close));
            Service service = new Service(NAME, components, DRAIN_TIMEOUT);
            MapFollower follower = MapFollower.start(kafka, listener);
            service.start();
            BrokerAddress.write(settings.data(), broker.bootstrapServers());
            return new Pipeline(settings.data(), broker, follower, intake, service, viewer);
        } catch (RuntimeException | Error e) {
            engine.abandon();
            broker.close();
            throw e;
        }
    }

    /** Where the viewer answers, if there is one. */
    Optional<URI> viewerUri() {
        return Optional.ofNullable(viewer).map(Viewer::uri);
    }

    SlideIntake intake() {
        return intake;
    }

    /** What was known of every map when the chain started, and since. */
    MapFollower maps() {
        return follower;
    }

    Service service() {
        return service;
    }

    /** The worst of the services, the broker and the following of maps. */
    Health check() {
        return broker.fault()
                .map(fault -> new Health(Health.State.FAILED, "broker: " + fault))
                .or(() -> follower.failure().map(Health::failed))
                .orElseGet(service::check);
    }

    /** Finishes the tiles in hand; what is left goes on at the next start. */
    @Override
    public void close() {
        BrokerAddress.erase(data);
        service.close();
        follower.close();
        broker.close();
    }

    private static Viewer viewer(
            ViewerSettings settings,
            SlideFetcher slides,
            Map<String, Object> kafka,
            SlideIntake intake,
            KafkaEventPublisher publisher,
            MeterRegistry metrics) {
        return Viewer.live(
                settings,
                slides,
                kafka,
                () -> intake.waiting().stream()
                        .map(one -> new Catalog.Waiting(one.mapId(), one.attempt(), one.slide(), one.seenAtMillis()))
                        .toList(),
                new TopicCommands(publisher),
                metrics);
    }

    private static Map<String, String> common(EmbeddedBroker broker) {
        return Map.of(
                CommonSettings.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                CommonSettings.TOPICS_PARTITIONS,
                PARTITIONS,
                "kafka." + ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS);
    }

    private static InferenceSettings inference(PipelineSettings settings, Map<String, String> common) {
        return InferenceSettings.of(Settings.of(
                InferenceSettings.definition(),
                with(
                        common,
                        Map.of(
                                Symmetries.SETTING, Integer.toString(settings.symmetries()),
                                InferenceSettings.DEVICE,
                                        settings.engine().device().label(),
                                InferenceSettings.MODEL, settings.model().toString(),
                                InferenceSettings.ENGINE,
                                        settings.engine().kind().label(),
                                InferenceSettings.PRECISION,
                                        settings.engine().precision().label(),
                                InferenceSettings.BATCH, Integer.toString(settings.batch()),
                                InferenceSettings.ENGINE_THREADS, Integer.toString(settings.threads()),
                                ReaderChoice.SETTING, settings.reader().label(),
                                ReadingSettings.PIXELS, settings.pixels().label()))));
    }

    private static AggregatorSettings aggregation(PipelineSettings settings, Map<String, String> common) {
        Path state = settings.data().resolve("ledgers");
        return AggregatorSettings.from(Settings.of(
                AggregatorSettings.definition(),
                with(
                        common,
                        Map.of(
                                AggregatorSettings.RESULTS_FOLDER,
                                        settings.results().toString(),
                                AggregatorSettings.STATE_FOLDER, state.toString()))));
    }

    private static Map<String, String> with(Map<String, String> common, Map<String, String> own) {
        Map<String, String> all = new java.util.HashMap<>(common);
        all.putAll(own);
        return all;
    }
}
