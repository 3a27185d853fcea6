package io.slidestream.standalone.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.aggregator.Aggregator;
import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.mapfiles.pictures.SlideThumbnails;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsCopy;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.Place;
import io.slidestream.networks.engine.Symmetries;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.Resource;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.servicekit.run.Service;
import io.slidestream.servicekit.telemetry.ServiceMetrics;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideIsolation;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.tiler.commands.Commands;
import io.slidestream.tiler.log.Pause;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.queue.ExpiredBlocks;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.states.StateFile;
import io.slidestream.tiler.tiling.BlockFlow;
import io.slidestream.tiler.tiling.Delivery;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tiling.TissuePictures;
import io.slidestream.tiler.watch.SlideWatcher;
import io.slidestream.tiler.watch.WatchedBucket;
import io.slidestream.viewer.TopicCommands;
import io.slidestream.viewer.Viewer;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.worker.InferenceWorker;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.config.ReadingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** The whole chain in one JVM: the classes of the three services around an embedded broker. */
public final class Pipeline implements AutoCloseable {
    private static final String NAME = "slidestream";
    private static final String PARTITIONS = "4";
    /**
     * Whoever maps some slides would wait for what a service does at leisure: a consumer of a group ends only when its fetch has.
     */
    private static final Map<String, String> HASTY = Map.of(
            "kafka." + ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100",
            "kafka." + ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, "100");

    /** Whoever watches waits for days; what comes is answered at once. An end may take so much longer. */
    private static final Map<String, String> PATIENT =
            Map.of("kafka." + ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "2000");

    /** The one worker holds a dozen, a GPU's about as many as these. */
    private static final int BLOCKS_AHEAD = 32;

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(25);

    private final EmbeddedBroker broker;
    private final MapFollower follower;
    private final TilingQueue queue;
    private final Service service;

    private final @Nullable Viewer viewer;
    private final Path data;

    private Pipeline(
            Path data,
            EmbeddedBroker broker,
            MapFollower follower,
            TilingQueue queue,
            Service service,
            @Nullable Viewer viewer) {
        this.data = data;
        this.broker = broker;
        this.follower = follower;
        this.queue = queue;
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
    public static Pipeline start(
            PipelineSettings settings,
            ModelBundle bundle,
            TilingRecipe recipe,
            SlideFetchers slides,
            @Nullable WatchedFolder watched,
            @Nullable ViewerSettings view,
            Consumer<io.slidestream.contracts.MapUpdated> listener,
            MeterRegistry metrics) {
        SlideIsolation.begin(settings.opening().isolation(), settings.folders().data(), metrics);
        EngineLoading engine = EngineLoading.begin(() -> InferenceWorker.load(bundle, settings.computing()));
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(settings.folders().data());
        } catch (RuntimeException | Error e) {
            engine.abandon();
            throw e;
        }
        List<Component> opened = new ArrayList<>();
        try {
            Map<String, String> common = common(broker, watched);
            Settings kafkaSettings = Settings.of(CommonSettings.definition(0), common);
            TopicCreation.ensure(kafkaSettings);
            Map<String, Object> kafka = kafkaSettings.kafka();
            Clock clock = Clock.systemUTC();
            KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, NAME, metrics);
            opened.add(publisher);
            KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, NAME, metrics, clock);

            ServiceMetrics.disk(metrics, "results", settings.folders().results());
            ServiceMetrics.disk(metrics, "state", settings.folders().data());
            ServiceMetrics.disk(metrics, "cache", slides.cacheFolder());
            TilerMetrics tilerMetrics = new TilerMetrics(metrics);
            StateFile file = StateFile.in(settings.folders().data().resolve("tiler"), clock);
            Resource tilerState = new Resource("tiler-state", Optional::empty, file::close);
            opened.add(tilerState);
            KnownMaps known = KnownMaps.in(kafka, file, deadLetters, tilerMetrics);
            SlideOpener opener = SlideOpener.of(slides, settings.opening().reader());
            TissuePictures pictures = settings.output().debugImages()
                    ? TissuePictures.in(settings.folders().results().resolve("debug-images"))
                    : TissuePictures.none();
            BlockFlow blocks = BlockFlow.in(
                    kafka,
                    new Delivery(publisher, tilerMetrics, Pause.ASLEEP),
                    SlideOwnership.ALL,
                    known::add,
                    BLOCKS_AHEAD,
                    tilerMetrics);
            SlideTiler tiler = new SlideTiler(opener, blocks, recipe, pictures, tilerMetrics, Tracing.off());
            SlideStates states = SlideStates.in(kafka, file, publisher, deadLetters, tilerMetrics, clock);
            TilingQueue queue = new TilingQueue(tiler, known, states, 1, tilerMetrics, clock);

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
            opened.add(worker);

            MapResults results = new MapResults(
                    new FolderResultsStore(
                            settings.folders().results(),
                            Uploads.to(settings.output().upload(), slides),
                            settings.output().keep()),
                    new SlideThumbnails(slides, settings.opening().reader()),
                    settings.output().maps(),
                    clock);
            Aggregator aggregator = new Aggregator(aggregation(settings, common), results, metrics);

            List<List<Component>> stages = new ArrayList<>(List.of(
                    List.of(tilerMetrics.clients(), publisher, tilerState),
                    List.of(aggregator, worker, known, states)));
            List<Component> components = new ArrayList<>(List.of(blocks, queue));
            components.add(ExpiredBlocks.in(kafka, states, queue));
            if (watched != null) {
                WatchedBucket bucket = WatchedBucket.of(watched.store());
                components.add(
                        new SlideWatcher(bucket, opener, queue, states, watched.patience(), tilerMetrics, clock));
            }
            Viewer viewer = view == null
                    ? null
                    : viewer(
                            view,
                            slides,
                            kafka,
                            queue,
                            states,
                            publisher,
                            Uploads.to(settings.output().upload(), slides),
                            metrics);
            if (viewer != null) {
                components.add(Commands.in(kafka, queue, deadLetters, tilerMetrics));
                components.add(viewer);
            }
            components.add(new Resource("slides", slides::trouble, slides::close));
            components.stream().map(List::of).forEach(stages::add);
            Service service = Service.inStages(NAME, stages, DRAIN_TIMEOUT);
            opened.add(service);
            MapFollower follower = MapFollower.start(kafka, listener, new SkippedRecords(metrics));
            opened.add(new Resource("map-follower", Optional::empty, follower::close));
            service.start();
            BrokerAddress.write(settings.folders().data(), broker.bootstrapServers());
            return new Pipeline(settings.folders().data(), broker, follower, queue, service, viewer);
        } catch (RuntimeException | Error e) {
            engine.abandon();
            new Service(NAME, opened, DRAIN_TIMEOUT).close();
            broker.close();
            throw e;
        }
    }

    /** Address of the viewer, if there is one. */
    public Optional<URI> viewerUri() {
        return Optional.ofNullable(viewer).map(Viewer::uri);
    }

    public TilingQueue queue() {
        return queue;
    }

    /** Follower of every map, with what was known when the chain started. */
    public MapFollower maps() {
        return follower;
    }

    public Service service() {
        return service;
    }

    /** The worst of the services, the broker and the following of maps. */
    public Health check() {
        return broker.fault()
                .map(fault -> new Health(Health.State.FAILED, "broker: " + fault))
                .or(follower::failure)
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
            TilingQueue queue,
            SlideStates states,
            KafkaEventPublisher publisher,
            ResultsCopy copy,
            MeterRegistry metrics) {
        return Viewer.live(
                settings, slides, kafka, () -> waiting(queue, states), new TopicCommands(publisher), copy, metrics);
    }

    /** Slides that are not tiled, from the moment they are seen: those in the queue, then those that are not complete yet. */
    private static List<Catalog.Waiting> waiting(TilingQueue queue, SlideStates states) {
        List<Catalog.Waiting> waiting = new ArrayList<>();
        queue.waiting()
                .forEach(one -> waiting.add(
                        new Catalog.Waiting(one.mapId(), one.attempt(), one.slide(), one.seenAtMillis(), null)));
        for (SlideStateChanged one : states.unsettled()) {
            waiting.add(new Catalog.Waiting(
                    queue.mapId(one.slide()), 1, one.slide(), one.seenAtMillis(), heldUp(one.message())));
        }
        return waiting;
    }

    private static String heldUp(@Nullable String why) {
        return why == null ? "waiting until it is complete" : why;
    }

    private static Map<String, String> common(EmbeddedBroker broker, @Nullable WatchedFolder watched) {
        Map<String, String> common = Map.of(
                CommonSettings.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                CommonSettings.TOPICS_PARTITIONS,
                PARTITIONS);
        return with(common, watched == null ? HASTY : PATIENT);
    }

    private static InferenceSettings inference(PipelineSettings settings, Map<String, String> common) {
        return InferenceSettings.of(Settings.of(
                InferenceSettings.definition(),
                with(
                        with(common, places(settings.computing().engine())),
                        Map.of(
                                Symmetries.SETTING,
                                Integer.toString(settings.computing().symmetries()),
                                InferenceSettings.MODEL,
                                settings.folders().model().toString(),
                                InferenceSettings.ENGINE,
                                settings.computing().engine().kind().label(),
                                InferenceSettings.PRECISION,
                                settings.computing().engine().precision().label(),
                                InferenceSettings.BATCH,
                                Integer.toString(settings.computing().batch()),
                                InferenceSettings.ENGINE_THREADS,
                                Integer.toString(settings.computing().threads()),
                                ReaderChoice.SETTING,
                                settings.opening().reader().label(),
                                ReadingSettings.PIXELS,
                                settings.pixels().label(),
                                InferenceSettings.BLOCKS_PER_POLL,
                                blocksPerPoll(settings.computing().engine().device())))));
    }

    private static Map<String, String> places(EngineChoice engine) {
        return Map.of(
                InferenceSettings.DEVICE,
                engine.cards().stream().map(Place::toString).collect(Collectors.joining(",")),
                InferenceSettings.SESSIONS,
                Integer.toString(engine.sessions()));
    }

    /** There is no other worker that could take a block, so there is always one more in hand, however few tiles are in each. */
    private static String blocksPerPoll(Device device) {
        return switch (device) {
            case CPU -> "2";
            case CUDA -> "0"; // the worker's own
        };
    }

    private static AggregatorSettings aggregation(PipelineSettings settings, Map<String, String> common) {
        Path state = settings.folders().data().resolve("ledgers");
        return AggregatorSettings.from(Settings.of(
                AggregatorSettings.definition(),
                with(
                        common,
                        Map.of(
                                AggregatorSettings.RESULTS_FOLDER,
                                        settings.folders().results().toString(),
                                AggregatorSettings.STATE_FOLDER, state.toString()))));
    }

    private static Map<String, String> with(Map<String, String> common, Map<String, String> own) {
        Map<String, String> all = new java.util.HashMap<>(common);
        all.putAll(own);
        return all;
    }
}
