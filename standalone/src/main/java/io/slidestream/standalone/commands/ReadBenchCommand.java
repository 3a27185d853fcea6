package io.slidestream.standalone.commands;

import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.ReadBench;
import io.slidestream.proving.bench.ReadBenchSettings;
import io.slidestream.proving.bench.ReadFigures;
import io.slidestream.proving.bench.ReadJson;
import io.slidestream.proving.bench.ReadTable;
import io.slidestream.slides.SlideException;
import io.slidestream.standalone.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "read",
        description = "Tiles a second of OpenSlide, the direct reader and the bare decoder, over the same tissue"
                + " tiles of a slide, taking turns; OpenSlide alone where only it reads the slide. Use a slide whose tiles are distinct: a scanner's, or one of"
                + " 'synth --distinct' or 'synth --from'.")
final class ReadBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SLIDE", description = "A whole-slide image.")
    @SuppressWarnings("NullAway.Init") // required
    private Path slide;

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per pixel that the network wants. Default: the slide's own.")
    private @Nullable Double mpp;

    @Option(
            names = "--threads",
            paramLabel = "N,…",
            split = ",",
            defaultValue = "1,2",
            description = "Numbers of threads to measure. Default: 1,2.")
    private List<Integer> threads = List.of();

    @Option(
            names = "--tile",
            paramLabel = "PIXELS",
            defaultValue = "224",
            description = "Side of a tile as the network wants it. Default: 224.")
    private int tilePx;

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Tiles to read in a pass, rounded up to blocks. Default: 1024.")
    private int tiles;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds that count, after one to warm up. Default: 5.")
    private int rounds;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        try {
            OptionalDouble wanted = mpp == null ? OptionalDouble.empty() : OptionalDouble.of(mpp);
            ReadBench bench = new ReadBench(slide, new ReadBenchSettings(wanted, tilePx, tiles, threads, rounds));
            ReadFigures figures = bench.run(output::remark);
            output.print(ReadTable.of(figures), file -> ReadJson.write(figures, file));
            return 0;
        } catch (SlideException e) {
            throw new UsageException(
                    slide + ": " + e.getMessage() + " (" + e.reason().label() + ")");
        } catch (BenchException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
