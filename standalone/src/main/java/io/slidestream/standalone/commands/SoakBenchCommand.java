package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.SoakBench;
import io.slidestream.proving.bench.SoakFigures;
import io.slidestream.proving.bench.SoakSettings;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "soak",
        description =
                "Whether memory stays flat while many slides are mapped: queues small synthetic slides for Kafka and"
                        + " three services of its own, each in a given heap, and looks at each as they pass. Exit status 1"
                        + " when something grows.")
final class SoakBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "An empty or new folder for bucket, topics, state, results and logs.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(names = "--slides", paramLabel = "N", defaultValue = "1000", description = "How many. Default: 1000.")
    private int slides;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1400x1100",
            description = "Pixels of each at 0.5 microns. Default: 1400x1100.")
    private String size = "";

    @Option(
            names = "--tile",
            paramLabel = "PIXELS",
            defaultValue = "224",
            description = "Side of a tile of the made-up model. Default: 224.")
    private int tile;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            defaultValue = "256",
            description = "The heap of each service. Default: 256.")
    private int heap;

    @Option(
            names = "--formats",
            paramLabel = "NAME,…",
            defaultValue = "default",
            description = "What is written of each map. Default: the default ones; pictures take most of the time.")
    private String formats = "";

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "A model bundle with an ONNX file. Default: a made-up one of a single layer, so that what is"
                    + " measured is all but the network.")
    private @Nullable Path model;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        try {
            int[] sides = SynthShapeOptions.sides(size);
            SoakSettings settings = new SoakSettings(
                    slides, sides[0], sides[1], tile, heap, formats, model == null ? null : model.toAbsolutePath());
            Path place = EmptyFolder.at(folder);
            Logs.to(place);
            SoakFigures figures = new SoakBench(place, settings).run(output::remark);
            output.print(figures.table(), file -> Files.writeString(file, figures.json()));
            return !figures.isJudged() || figures.isFlat() ? 0 : 1;
        } catch (BenchException | ServiceFailure | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot measure in " + folder + ": " + FileFault.words(e));
        }
    }
}
