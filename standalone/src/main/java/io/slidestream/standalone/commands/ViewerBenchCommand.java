package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.ViewerBench;
import io.slidestream.proving.bench.ViewerFigures;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "viewer",
        description = "How long the viewer takes for a picture of the slide, from the request to the last byte: tiles"
                + " chosen at random on the five finest levels of the largest slide of a results folder, one after the"
                + " other over one connection.")
final class ViewerBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What a run had as --out. It is only read.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "300",
            description = "Tiles that count, after as many others to warm up. Default: 300.")
    private int tiles;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder; give the one that a run had as --out");
        }
        try {
            ViewerFigures figures = new ViewerBench(folder, tiles).run();
            output.print(figures.table(), file -> Files.writeString(file, figures.json()));
            return 0;
        } catch (BenchException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot measure " + folder + ": " + FileFault.words(e));
        }
    }
}
