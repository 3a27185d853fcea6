package io.slidestream.viewer;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.mapfiles.pictures.SlideThumbnails;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsCopy;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.s3.CacheSettings;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.viewer.api.Api;
import io.slidestream.viewer.api.SlideCommands;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.LiveMaps;
import io.slidestream.viewer.catalog.MapTopics;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.forgetting.Forgetting;
import io.slidestream.viewer.forgetting.Retention;
import io.slidestream.viewer.forgetting.RetentionClock;
import io.slidestream.viewer.http.Access;
import io.slidestream.viewer.http.EventStreams;
import io.slidestream.viewer.http.WebServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the maps in a browser, from start() to close(). That it cannot follow the topics makes it troubled, never failed. */
public final class Viewer implements Component {
    private static final Logger log = LoggerFactory.getLogger(Viewer.class);

    private final ViewerSettings settings;
    private final Access access;
    private final EventStreams streams = new EventStreams();
    private final ViewerMetrics metrics;
    private final DeepZoom slides;
    private final CatalogStore store;
    private final Catalog catalog;
    private final @Nullable MapTopics follower;
    private final MapResults rendering;
    private final @Nullable SlideCommands commands;
    private final @Nullable RetentionClock retention;
    private volatile @Nullable WebServer server;

    private Viewer(
            ViewerSettings settings,
            SlideFetcher fetcher,
            LiveMaps maps,
            Supplier<List<Catalog.Waiting>> waiting,
            @Nullable MapTopics follower,
            @Nullable SlideCommands commands,
            ResultsCopy copy,
            MeterRegistry registry) {
        this.settings = settings;
        this.rendering = new MapResults(
                new FolderResultsStore(settings.results(), copy),
                new SlideThumbnails(fetcher, settings.reader()),
                Clock.systemUTC());
        this.follower = follower;
        try {
            access = Access.to(settings.bind(), settings.token());
        } catch (IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
        metrics = new ViewerMetrics(registry, streams);
        slides = new DeepZoom(fetcher, settings.reader(), metrics::served);
        store = open(settings);
        MapIndex index = store.maps(new TumourArea(settings.tumorClass()));
        catalog = new Catalog(index, settings.results(), maps, waiting);
        Forgetting forgetting = new Forgetting(
                store,
                index,
                new Forgetting.Places(
                        settings.results(),
                        fetcher instanceof SlideFetchers downloading
                                ? downloading.cacheFolder()
                                : CacheSettings.DEFAULT.folder()),
                commands instanceof TopicCommands topics ? topics.topics() : null,
                null,
                Clock.systemUTC());
        this.commands = commands == null ? null : new ForgettingCommands(commands, forgetting);
        retention = commands == null || settings.retention().isNone()
                ? null
                : new RetentionClock(
                        new Retention(
                                settings.retention(),
                                store,
                                index,
                                forgetting,
                                fetcher,
                                Clock.systemUTC(),
                                metrics::removed),
                        settings.retention().every());
    }

    /**
     * Shows finished maps, and others as they are made.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @param waiting slides that no topic tells of yet, where someone knows them
     * @param commands null where nothing can be asked for
     * @param copy of maps that are rendered again
     * @throws StartupException if others could reach it without a token
     */
    public static Viewer live(
            ViewerSettings settings,
            SlideFetcher fetcher,
            Map<String, Object> kafka,
            Supplier<List<Catalog.Waiting>> waiting,
            @Nullable SlideCommands commands,
            ResultsCopy copy,
            MeterRegistry registry) {
        LiveMaps maps = new LiveMaps(Ticks.SYSTEM);
        return new Viewer(
                settings, fetcher, maps, waiting, new MapTopics(kafka, maps, registry), commands, copy, registry);
    }

    /** Shows finished maps, and others as {@code maps} is told of them. */
    static Viewer of(
            ViewerSettings settings,
            SlideFetcher fetcher,
            LiveMaps maps,
            @Nullable SlideCommands commands,
            MeterRegistry registry) {
        return new Viewer(settings, fetcher, maps, Catalog.NO_QUEUE, null, commands, ResultsCopy.NONE, registry);
    }

    /**
     * Shows what a folder holds.
     *
     * @throws StartupException if others could reach it without a token
     */
    public static Viewer ofFolder(ViewerSettings settings, SlideFetcher fetcher, MeterRegistry registry) {
        return new Viewer(
                settings,
                fetcher,
                new LiveMaps(Ticks.SYSTEM),
                Catalog.NO_QUEUE,
                null,
                null,
                ResultsCopy.NONE,
                registry);
    }

    @Override
    public String name() {
        return "viewer";
    }

    @Override
    public void start() {
        if (follower != null) {
            follower.start();
        }
        catalog.start();
        if (retention != null) {
            retention.start();
        }
        try {
            WebServer started = WebServer.start(
                    settings.bind(),
                    Api.router(
                            catalog,
                            slides,
                            streams,
                            access,
                            store,
                            settings.tumorClass(),
                            settings.cases(),
                            rendering,
                            commands),
                    access,
                    metrics::answered);
            server = started;
            log.info("viewer at {}", started.uri());
        } catch (IOException e) {
            throw new StartupException(
                    "the viewer cannot listen on " + settings.bind() + " (" + FileFault.words(e)
                            + "); give it a free one with --viewer" + " HOST:PORT (" + ViewerSettings.BIND + ")",
                    e);
        }
    }

    private static CatalogStore open(ViewerSettings settings) {
        DatabaseUrl place = settings.catalog().of(settings.results());
        try {
            CatalogStore opened = CatalogStore.open(place);
            log.info("the catalog is {}", place);
            return opened;
        } catch (CatalogException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Address of the viewer, once it is started. */
    public URI uri() {
        WebServer started = server;
        if (started == null) {
            throw new IllegalStateException("the viewer is not started");
        }
        return started.uri();
    }

    @Override
    public Health check() {
        if (server == null) {
            return Health.starting("not started");
        }
        Health topics = follower == null ? Health.ready() : follower.check();
        return topics.state() == Health.State.READY ? catalog.check() : topics;
    }

    @Override
    public void close() {
        streams.close();
        if (retention != null) {
            retention.close();
        }
        WebServer started = server;
        if (started != null) {
            started.close();
        }
        if (follower != null) {
            follower.close();
        }
        catalog.close();
        slides.close();
        store.close();
    }
}
