package io.slidestream.standalone.commands;

import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.terminal.Consent;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.viewer.command.ViewerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "demo", description = "Makes a synthetic slide, maps it and says where to look.")
public final class DemoCommand implements Callable<Integer> {
    private static final int WIDTH_PX = 12_000;
    private static final int HEIGHT_PX = 9_000;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "slidestream-demo",
            description = "Where the slide and its map are written. Default: slidestream-demo.")
    private Path out = Path.of("slidestream-demo");

    @Option(
            names = "--view",
            negatable = true,
            description = "Show the slide and its map in a web browser while it is made, and stay up until Ctrl-C."
                    + " Default: on a terminal, yes.")
    private boolean view = Terminal.isInteractive();

    @Mixin
    private final ViewerOptions viewer = new ViewerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.standard();
        Path slide = out.resolve("synthetic.svs");
        if (!Files.exists(slide)) {
            Files.createDirectories(out);
            SyntheticSlide.builder().size(WIDTH_PX, HEIGHT_PX).write(slide);
        }
        terminal.print("a synthetic slide of " + WIDTH_PX + " x " + HEIGHT_PX + " px: " + slide);
        PipelineSettings settings = PipelineOptions.defaults(out);
        int exit = MappingRun.of(
                List.of(slide.toString()),
                settings,
                MappingRun.Earlier.KEPT,
                view ? settings.viewer(viewer) : null,
                Consent.GIVEN,
                terminal);
        if (exit == 0) {
            terminal.print(
                    "Look at " + out.resolve("synthetic/overlay.png") + ", or at all of it with 'slidestream view "
                            + out + "'; or open " + slide + " in QuPath and drag synthetic/tiles.geojson onto it.");
        }
        return exit;
    }
}
