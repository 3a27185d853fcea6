package io.slidestream.standalone.commands;

import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.terminal.Consent;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.viewer.command.ViewerOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = "Maps slides: each named file, and every slide in each named folder. A slide whose map is"
                + " there already is not mapped again.",
        footer = "%nExit status: 0 when every slide has its map, 1 when a slide was rejected, 2 on wrong usage.")
public final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SLIDE",
            arity = "1..*",
            description = "Whole-slide images, or folders of them; s3://BUCKET/KEY for those in a bucket.")
    private List<String> slides = List.of();

    @Mixin
    private final PipelineOptions options = new PipelineOptions();

    @Option(names = "--again", description = "Map every slide anew, whatever is there.")
    private boolean again;

    @Option(
            names = "--yes",
            description = "Do not ask about slides that would make more than 100,000 tiles. Without a terminal they are"
                    + " refused.")
    private boolean yes;

    @Option(
            names = "--view",
            description = "Show the slides and their maps in a web browser while they are made, and stay up afterwards"
                    + " until Ctrl-C.")
    private boolean view;

    @Mixin
    private final ViewerOptions viewer = new ViewerOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (viewer.isGiven() && !view) {
            throw new UsageException("--viewer and --case are for the web viewer: add --view");
        }
        PipelineSettings settings = options.settings();
        return MappingRun.of(
                slides,
                settings,
                again ? MappingRun.Earlier.REPLACED : MappingRun.Earlier.KEPT,
                view ? settings.viewer(viewer) : null,
                yes ? Consent.GIVEN : Consent.atTerminal(),
                Terminal.standard());
    }
}
