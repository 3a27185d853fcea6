package io.slidestream.standalone.commands;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.run.OpsEndpoint;
import io.slidestream.servicekit.telemetry.ProcessMetrics;
import io.slidestream.slides.s3.BucketException;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.S3SlideStore;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.s3.SlideRoots;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.standalone.pipeline.Interruption;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.pipeline.Pipeline;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.pipeline.WatchedFolder;
import io.slidestream.standalone.terminal.Progress;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.tiler.watch.SlideWatcher;
import io.slidestream.viewer.command.ViewerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description =
                "Maps each slide that arrives in a folder or bucket, and stays up. Slides that are there already and have"
                        + " no map are mapped first. Ctrl-C finishes the tiles in hand and ends; the next start goes on.")
public final class WatchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description = "Where slides arrive: a folder, or s3://BUCKET/FOLDER. It is only read.")
    @SuppressWarnings("NullAway.Init") // required
    private String folder;

    @Mixin
    private final PipelineOptions options = new PipelineOptions();

    @Mixin
    private final ViewerOptions viewer = new ViewerOptions();

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "A slide counts as arrived when it did not change for so long, and opens. Default: 10.")
    private int settleSeconds;

    @Option(
            names = "--incomplete-limit",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "A slide that is still incomplete so long after it last changed, or goes on changing for so"
                    + " long, is rejected until it changes. Default: 60.")
    private int incompleteMinutes;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port on this machine for /health and /metrics; 0 takes any free one. Default: 8080.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        PipelineSettings settings = options.settings();
        Terminal terminal = Terminal.standard();
        terminal.show("  starting …");
        ModelBundle bundle = ModelBundle.load(settings.folders().model());
        BlockingQueue<MapUpdated> updates = new LinkedBlockingQueue<>();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SlideFetchers slides = settings.s3().fetchers(metrics);
        SlideStore bucket = store(slides);
        slides.restrictTo(SlideRoots.of(List.of(bucket.location())));
        WatchedFolder watched = new WatchedFolder(bucket, patience());
        Logs.to(settings, List.of(folder));
        Progress progress = new Progress(0, terminal, Ticks.SYSTEM);
        try (Interruption signal = Interruption.saying(terminal::print, () -> lastWords(progress));
                ProcessMetrics process = ProcessMetrics.bindTo(metrics, "slidestream");
                OpsEndpoint endpoint = OpsEndpoint.start(address(), metrics);
                Pipeline pipeline = Pipeline.start(
                        settings,
                        bundle,
                        PipelineOptions.recipe(settings, bundle),
                        slides,
                        watched,
                        settings.viewer(viewer),
                        updates::add,
                        metrics);
                Interruption interruption = signal.closing(pipeline::close)) {
            endpoint.serve(pipeline.service());
            terminal.print("watching " + folder + " with " + bundle.name() + "; maps go to "
                    + settings.folders().results() + "; look at "
                    + pipeline.viewerUri().orElseThrow() + "; health and metrics at " + endpoint.uri());
            if (!S3Location.isOne(folder)
                    && settings.folders()
                            .results()
                            .startsWith(Path.of(folder).toAbsolutePath().normalize())) {
                terminal.print("the maps go into the watched folder; what is in their folders is passed over");
            }
            MapReport report = new MapReport(MapReport.Listing.FOLDER, terminal);
            while (true) {
                take(updates.poll(1, TimeUnit.SECONDS), progress, report);
                Health health = pipeline.check();
                if (health.state() == Health.State.FAILED && !interruption.isBegun()) {
                    throw new PipelineFailure(health.detail() + "; see "
                            + Logs.file(settings.folders().data()));
                }
            }
        }
    }

    private static void take(@Nullable MapUpdated map, Progress progress, MapReport report) {
        if (map != null && map.state() == MapUpdated.State.OPEN) {
            progress.update(map);
        } else if (map != null) {
            progress.ended(map);
            report.ended(map, map.results() == null ? null : Path.of(URI.create(map.results())));
        }
    }

    private static String lastWords(Progress progress) {
        String standing = progress.standing();
        return standing.isEmpty() ? "stopped" : "stopped: " + standing + "; the next start goes on";
    }

    private SlideStore store(SlideFetchers slides) {
        try {
            if (S3Location.isOne(folder)) {
                S3SlideStore store = slides.store(S3Location.parse(folder));
                store.check();
                return store;
            }
            return new FolderSlideStore(Path.of(folder), slides);
        } catch (BucketException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException(folder + " is no folder that can be read");
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private SlideWatcher.Patience patience() {
        if (settleSeconds < 1 || settleSeconds > 86_400) {
            throw new UsageException("--settle must be in 1..86400 seconds, was " + settleSeconds);
        }
        if (incompleteMinutes < 1 || incompleteMinutes > 100_000) {
            throw new UsageException("--incomplete-limit must be in 1..100000 minutes, was " + incompleteMinutes);
        }
        return new SlideWatcher.Patience(
                Duration.ofSeconds(Math.min(2, settleSeconds)),
                Duration.ofSeconds(settleSeconds),
                Duration.ofMinutes(incompleteMinutes));
    }

    private InetSocketAddress address() {
        if (port < 0 || port > 65_535) {
            throw new UsageException("--port must be in 0..65535, was " + port);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
