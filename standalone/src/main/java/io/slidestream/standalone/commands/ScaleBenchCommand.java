package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.ScaleBench;
import io.slidestream.proving.bench.ScaleFigures;
import io.slidestream.proving.bench.ScaleSettings;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "scale",
        description =
                "How several workers share one slide, and many: each has an engine that waits as long as a network would"
                        + " compute, so that few cores are enough. Tells tiles/s, the share of what so many times one worker would"
                        + " score, and for how long workers were idle at the end.")
final class ScaleBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "An empty or new folder for topics, slides, state and results.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(
            names = "--workers",
            paramLabel = "N,…",
            split = ",",
            defaultValue = "1,2,4,8",
            description = "Numbers of workers; the first is what the others are compared with. Default: 1,2,4,8.")
    private List<Integer> workers = List.of();

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Tiles of the one slide, and of the sixteen together, about. Default: 4000.")
    private int tiles;

    @Option(
            names = "--pace",
            paramLabel = "TILES/S",
            defaultValue = "40",
            description = "What each engine takes. Default: 40.")
    private double pace;

    @Option(
            names = "--blocks-per-poll",
            paramLabel = "N",
            defaultValue = "0",
            description = "The worker's setting blocks.per.poll. Default: 0, the worker's own.")
    private int blocksPerPoll;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        try {
            ScaleSettings settings = new ScaleSettings(workers, tiles, pace, blocksPerPoll);
            Path place = EmptyFolder.at(folder);
            Logs.to(place);
            ScaleFigures figures = new ScaleBench(place, settings).run(output::remark);
            output.print(figures.table(), file -> Files.writeString(file, figures.json()));
            return 0;
        } catch (BenchException | ServiceFailure e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot measure in " + folder + ": " + FileFault.words(e));
        }
    }
}
