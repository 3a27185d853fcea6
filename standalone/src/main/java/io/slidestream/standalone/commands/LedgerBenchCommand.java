package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.LedgerBench;
import io.slidestream.proving.bench.LedgerBenchSettings;
import io.slidestream.proving.bench.LedgerFigures;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.standalone.pipeline.Logs;
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
        name = "ledger",
        description = "How many open maps, and how large a one, an aggregator carries in a given heap, with made-up"
                + " scores: memory and blocks/s.")
final class LedgerBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "An empty or new folder for topics, state and results.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(
            names = "--maps",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Maps of 1,024 tiles open at a time. Default: 2000.")
    private int maps;

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Tiles of the large map. Default: 1000000.")
    private int tiles;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            defaultValue = "512",
            description = "The aggregator's largest heap. Default: 512.")
    private int heap;

    @Option(
            names = "--formats",
            paramLabel = "NAME,…",
            defaultValue = "default",
            description = "What is written of each map. Default: the default ones; pictures take most of the time.")
    private String formats = "";

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path place = EmptyFolder.at(folder);
            Logs.to(place);
            LedgerFigures figures =
                    new LedgerBench(place, new LedgerBenchSettings(maps, tiles, heap, formats)).run(output::remark);
            output.print(figures.table(), file -> Files.writeString(file, figures.json()));
            return 0;
        } catch (BenchException | ServiceFailure e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot measure in " + folder + ": " + FileFault.words(e));
        }
    }
}
