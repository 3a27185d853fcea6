package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.proving.bench.PipelineFigures;
import io.slidestream.proving.bench.PipelineReport;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.standalone.pipeline.Home;
import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tissue.InkHandling;
import io.slidestream.viewer.command.S3Options;
import io.slidestream.worker.config.PixelPath;
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
        name = "pipeline",
        description =
                "Tiles a second of the whole chain, from a slide's submission to its map, over the images a second of"
                        + " the bare engine, measured in turns in one run.")
final class PipelineBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SLIDE", description = "A whole-slide image; a large one, of minutes.")
    @SuppressWarnings("NullAway.Init") // required
    private Path slide;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder of the model bundle. Default: the shipped nine-class demonstration model.")
    private @Nullable Path model;

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per full-resolution pixel, whatever the slide says.")
    private @Nullable Double mpp;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Mappings. Default: 3.")
    private int rounds;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isRegularFile(slide)) {
            throw new UsageException(slide + " is no file");
        }
        if (rounds < 1 || rounds > 1000) {
            throw new UsageException("--rounds must be in 1..1000, was " + rounds);
        }
        try {
            try (ScratchFolder folder = ScratchFolder.create()) {
                PipelineFigures figures = new PipelineBench(settings(folder.path()), slide, rounds).run(output::remark);
                output.print(PipelineReport.text(figures), file -> PipelineReport.write(figures, file));
                return 0;
            }
        } catch (SlideException e) {
            throw new UsageException(slide + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException("cannot measure: " + FileFault.words(e));
        }
    }

    private PipelineSettings settings(Path folder) {
        return new PipelineSettings(
                new PipelineSettings.Folders(
                        folder.resolve("data"),
                        folder.resolve("maps"),
                        (model == null ? Home.folder().resolve("models/crc-nine-class") : model)
                                .toAbsolutePath()
                                .normalize()),
                new PipelineSettings.Tiling(mpp, 1, TilingRecipe.DEFAULT_TILES_LIMIT, InkHandling.AUTO),
                engine.computing(),
                new OpeningSettings(ReaderChoice.AUTO, Isolation.PROCESS),
                PixelPath.REDUCED,
                new PipelineSettings.Output(
                        ResultsSettings.DEFAULT, RenderingChange.NONE, FolderResultsStore.Keep.ALL, null, false),
                new S3Options(),
                false);
    }
}
