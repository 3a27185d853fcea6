package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileEstimate;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.standalone.pipeline.Manifests;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.pipeline.SlideStatesView;
import io.slidestream.standalone.pipeline.SlideStatus;
import io.slidestream.standalone.terminal.Consent;
import io.slidestream.standalone.terminal.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "retry",
        description = "Has a slide that was rejected, or mapped, taken in again.",
        footer = "%nExit status: 0 when a tiler has taken it up, 1 when none has within 15 s, 2 on wrong usage.")
public final class RetryCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Parameters(
            paramLabel = "NAME",
            description = "The slide as 'slidestream status' names it, or the end of its name, or its file name.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per full-resolution pixel of this slide, for one that was rejected as no-mpp.")
    private @Nullable Double mpp;

    @Option(names = "--yes", description = "Do not ask if that would make more than 100,000 tiles.")
    private boolean yes;

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (mpp != null && !PlausibleMpp.contains(mpp)) {
            throw new UsageException("--mpp must be in " + PlausibleMpp.RANGE + " microns, was " + mpp);
        }
        Map<String, Object> properties = kafka.kafka();
        try (SlideStatesView board = SlideStatesView.read(properties)) {
            SlideStatus status = SlideNames.find(name, board.slides(), kafka.nameKey());
            SlideStateChanged slide = status.taken();
            MapCommand command = command(slide);
            agree(properties, status);
            ask(properties, command);
            if (isTakenUp(slide, board)) {
                spec.commandLine().getOut().println(slide.slide().name() + " is taken in again");
                return 0;
            }
            spec.commandLine()
                    .getErr()
                    .println("slidestream: it was asked for, but no tiler has taken "
                            + slide.slide().name()
                            + " up yet; it will when it runs and has time. See 'slidestream status'");
            return 1;
        }
    }

    private MapCommand command(SlideStateChanged slide) {
        MapId map = slide.mapId();
        if (map == null || slide.state() == SlideStateChanged.State.SUBMITTED) {
            throw new UsageException(slide.slide().name() + " is not decided yet, it is "
                    + slide.state().label() + (slide.message() == null ? "" : ": " + slide.message()));
        }
        return mpp == null
                ? new MapCommand(map, slide.attempt(), slide.slide(), MapCommand.Kind.RETRY, slide.mpp())
                : new MapCommand(map, slide.attempt(), slide.slide(), MapCommand.Kind.RESUBMIT, mpp);
    }

    private void agree(Map<String, Object> kafka, SlideStatus status) {
        MapId map = status.taken().mapId();
        SlideTiled manifest = map == null ? null : Manifests.find(kafka, map).orElse(null);
        if (manifest == null) {
            return; // it had no tiles; that it has not too many is what tiles.limit is for
        }
        TileEstimate work = new TileEstimate(
                mpp == null
                        ? manifest.expectedTiles()
                        : TileEstimate.atOtherMpp(
                                manifest.expectedTiles(), manifest.grid().mpp(), mpp),
                0);
        if (!work.isUsual() && !yes) {
            Consent.atTerminal().ask(status.name() + " would make about " + work.number() + "; " + work.time());
        }
    }

    private static void ask(Map<String, Object> kafka, MapCommand command) {
        try (KafkaEventPublisher publisher =
                new KafkaEventPublisher(kafka, "slidestream-retry", new SimpleMeterRegistry())) {
            publisher
                    .publish(Topic.COMMANDS, command)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new PipelineFailure("Kafka did not take the request: " + e.getCause());
        }
    }

    /** Whether a tiler has said anything new of the slide. */
    private static boolean isTakenUp(SlideStateChanged asked, SlideStatesView board) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            board.refresh();
            List<SlideStatus> now = board.slides().stream()
                    .filter(slide -> slide.taken().location().equals(asked.location()))
                    .toList();
            if (now.stream().anyMatch(slide -> !slide.taken().equals(asked))) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }
}
