package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SeenNames;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.mapfiles.results.StoredMap;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.servicekit.health.Health;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.s3.SlideRoots;
import io.slidestream.standalone.pipeline.Interruption;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.pipeline.Pipeline;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.pipeline.Uploads;
import io.slidestream.standalone.terminal.Consent;
import io.slidestream.standalone.terminal.Progress;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.tiler.queue.Submission;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.viewer.ViewerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Maps a selection of slides once and reports on each. */
final class MappingRun {
    private final PipelineSettings settings;
    private final Earlier earlier;
    private final List<String> places;
    private final @Nullable ViewerSettings view;
    private final Consent consent;
    private final Terminal terminal;
    private final BlockingQueue<MapUpdated> updates = new LinkedBlockingQueue<>();
    /** The attempt that is waited for, by map. */
    private final Map<MapId, Integer> waiting = new HashMap<>();

    private long tiles;

    /** What becomes of the maps that slides have already. */
    enum Earlier {
        KEPT,
        REPLACED
    }

    private MappingRun(
            List<String> places,
            PipelineSettings settings,
            Earlier earlier,
            @Nullable ViewerSettings view,
            Consent consent,
            Terminal terminal) {
        this.places = places;
        this.settings = settings;
        this.earlier = earlier;
        this.view = view;
        this.consent = consent;
        this.terminal = terminal;
    }

    /**
     * Maps the slides. With a viewer it stays up after the last slide, until a signal ends it.
     *
     * @param view where the viewer answers, or null for none
     * @param consent to slides of more tiles than usual
     * @return the exit status: 0 when every slide has its map, 1 when not
     */
    static int of(
            List<String> places,
            PipelineSettings settings,
            Earlier earlier,
            @Nullable ViewerSettings view,
            Consent consent,
            Terminal terminal)
            throws InterruptedException {
        terminal.show("  looking for slides …");
        MeterRegistry metrics = new SimpleMeterRegistry();
        try (SlideFetchers fetchers = settings.s3().fetchers(metrics)) {
            return new MappingRun(places, settings, earlier, view, consent, terminal)
                    .run(SlideSelection.of(places, fetchers), fetchers, metrics);
        }
    }

    private int run(SlideSelection selection, SlideFetchers fetchers, MeterRegistry metrics)
            throws InterruptedException {
        selection.remarks().forEach(terminal::print);
        List<String> asked = new ArrayList<>(places);
        selection.slides().forEach(slide -> asked.add(slide.location()));
        fetchers.restrictTo(SlideRoots.of(asked));
        ModelBundle bundle = ModelBundle.load(settings.folders().model());
        TilingRecipe recipe = PipelineOptions.recipe(settings, bundle);
        MapReport report = new MapReport(
                selection.slides().size() == 1 ? MapReport.Listing.FILES : MapReport.Listing.FOLDER, terminal);
        List<SlideVersion> unmapped = earlier == Earlier.REPLACED
                ? selection.slides()
                : unmapped(selection, recipe, fetchers, metrics, report);
        if (!unmapped.isEmpty() || view != null) {
            terminal.print(slides(unmapped.size()) + " to map with " + bundle.name() + " ("
                    + bundle.config().architecture() + ", " + bundle.id().substring(0, 12) + ")");
            Logs.to(settings, places);
            selection.slides().forEach(slide -> SeenNames.ofThisProcess().see(slide.location()));
            terminal.show("  starting …");
            Progress progress = new Progress(unmapped.size(), terminal, Ticks.SYSTEM);
            try (Interruption signal = Interruption.saying(terminal::print, () -> lastWords(progress));
                    Pipeline pipeline =
                            Pipeline.start(settings, bundle, recipe, fetchers, null, view, updates::add, metrics);
                    Interruption interruption = signal.closing(pipeline::close)) {
                MeasuredPace pace = new MeasuredPace(
                        settings.folders().data(),
                        recipe.model().servedId() + " " + settings.computing().engine() + " "
                                + settings.computing().threads());
                // Now, since what reads slides is isolated from here on.
                new ExpectedTiles(SlideOpener.of(fetchers, settings.opening().reader()), recipe)
                        .agree(unmapped, pace.tilesPerSecond(), consent);
                pipeline.viewerUri().ifPresent(uri -> terminal.print("look at " + uri));
                unmapped.forEach(slide -> submit(slide, pipeline));
                long begun = System.nanoTime();
                follow(pipeline, interruption, progress, report);
                pace.measured(tiles, (System.nanoTime() - begun) / 1e9);
                if (view != null) {
                    terminal.print(report.summary() + "; the viewer stays at "
                            + pipeline.viewerUri().orElseThrow() + " (Ctrl-C ends)");
                    stay(pipeline, interruption, progress);
                }
            }
        }
        terminal.print(report.summary());
        return report.allMapped() ? 0 : 1;
    }

    /** Reports the slides whose maps are there, rendered again where other settings are asked for, and gives the others. */
    private List<SlideVersion> unmapped(
            SlideSelection selection,
            TilingRecipe recipe,
            SlideFetchers fetchers,
            MeterRegistry metrics,
            MapReport report) {
        FolderResultsStore store = new FolderResultsStore(settings.folders().results());
        Map<SlideVersion, Path> otherwise = new LinkedHashMap<>();
        List<SlideVersion> others = new ArrayList<>();
        for (SlideVersion slide : selection.slides()) {
            Path folder = store.find(slide, recipe.mapId(slide)).orElse(null);
            if (folder == null) {
                others.add(slide);
            } else if (isAsAsked(folder)) {
                report.alreadyMapped(slide, folder);
            } else {
                otherwise.put(slide, folder);
            }
        }
        if (!otherwise.isEmpty()) {
            render(otherwise, fetchers, metrics, report);
        }
        return others;
    }

    private boolean isAsAsked(Path folder) {
        try {
            return settings.output().change().equals(RenderingChange.NONE)
                    || settings.output()
                            .change()
                            .differences(StoredMap.in(folder))
                            .isEmpty();
        } catch (IOException e) {
            return false; // said when it is rendered
        }
    }

    private void render(Map<SlideVersion, Path> maps, SlideFetchers fetchers, MeterRegistry metrics, MapReport report) {
        Renderings renderings = new Renderings(
                settings.folders().results(),
                settings.output().change(),
                Uploads.to(settings.output().upload(), fetchers),
                fetchers,
                settings.opening(),
                metrics);
        maps.forEach((slide, folder) -> {
            try {
                report.renderedAgain(slide, folder, renderings.render(folder));
            } catch (IOException e) {
                report.notRendered(slide, FileFault.words(e));
            }
        });
    }

    private void submit(SlideVersion slide, Pipeline pipeline) {
        // A final map here has no results any more, or was rejected and may fare better now.
        boolean ended = pipeline.maps()
                .latest(pipeline.queue().mapId(slide))
                .map(map -> map.state() != MapUpdated.State.OPEN)
                .orElse(false);
        Submission submission = earlier == Earlier.REPLACED || ended
                ? pipeline.queue().submitAgain(slide)
                : pipeline.queue().submit(slide);
        waiting.put(submission.mapId(), submission.attempt());
    }

    private void follow(Pipeline pipeline, Interruption interruption, Progress progress, MapReport report)
            throws InterruptedException {
        String trouble = "";
        while (!waiting.isEmpty()) {
            @Nullable MapUpdated map = updates.poll(1, TimeUnit.SECONDS);
            if (map != null) {
                take(map, progress, report);
            }
            if (interruption.isBegun()) {
                continue; // until the JVM ends
            }
            progress.idle();
            Health health = pipeline.check();
            if (health.state() == Health.State.FAILED) {
                throw failure(health);
            }
            if (health.state() == Health.State.TROUBLED && !health.detail().equals(trouble)) {
                trouble = health.detail();
                terminal.print("! " + trouble);
            }
        }
    }

    /** Maps what is asked for in the viewer. */
    private void stay(Pipeline pipeline, Interruption interruption, Progress progress) throws InterruptedException {
        MapReport later = new MapReport(MapReport.Listing.FOLDER, terminal);
        while (true) {
            @Nullable MapUpdated map = updates.poll(1, TimeUnit.SECONDS);
            if (map != null && map.state() == MapUpdated.State.OPEN) {
                progress.update(map);
            } else if (map != null) {
                end(map, progress, later);
            }
            Health health = pipeline.check();
            if (health.state() == Health.State.FAILED && !interruption.isBegun()) {
                throw failure(health);
            }
        }
    }

    private PipelineFailure failure(Health health) {
        return new PipelineFailure(
                health.detail() + "; see " + Logs.file(settings.folders().data()));
    }

    private void take(MapUpdated map, Progress progress, MapReport report) {
        Integer attempt = waiting.get(map.mapId());
        if (attempt == null || map.attempt() < attempt) {
            return; // of an earlier run
        }
        if (map.state() == MapUpdated.State.OPEN) {
            progress.update(map);
        } else {
            waiting.remove(map.mapId());
            tiles += map.scoredTiles();
            end(map, progress, report);
        }
    }

    private static void end(MapUpdated map, Progress progress, MapReport report) {
        progress.ended(map);
        report.ended(map, map.results() == null ? null : Path.of(URI.create(map.results())));
    }

    private static String lastWords(Progress progress) {
        String standing = progress.standing();
        return standing.isEmpty() ? "stopped" : "stopped: " + standing + "; the same command goes on";
    }

    private static String slides(int count) {
        return count == 1 ? "1 slide" : count + " slides";
    }
}
