package io.slidestream.standalone.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.Suite;
import io.slidestream.proving.bench.SuiteMarkdown;
import io.slidestream.proving.bench.SuiteSettings;
import io.slidestream.proving.processes.CommandProcess;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.standalone.pipeline.Home;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "all",
        description =
                "The main measurements, one after the other in about ten minutes on two cores, each the command of that name in"
                        + " a JVM of its own: read and pipeline on synthetic slides at 20x and 40x, infer, and a small slide by"
                        + " run from a cold start. Prints the tables of docs/performance.md. Nothing else should run meanwhile.")
final class AllBenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "Folder of the model bundle; every engine that it has files for is measured. Default: the shipped"
                            + " nine-class demonstration model.")
    private @Nullable Path model;

    @Option(
            names = "--small",
            paramLabel = "SLIDE",
            description = "The small slide. Default: a synthetic one of 3000x2000 pixels.")
    private @Nullable Path small;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "20000x15000",
            description = "Pixels of the synthetic slides. Default: 20000x15000.")
    private String size = "";

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "512",
            description = "Tiles to read in a pass, rounded up to blocks. Default: 512.")
    private int tiles;

    @Option(
            names = "--tile",
            paramLabel = "PIXELS",
            defaultValue = "224",
            description = "Side of a tile that is read. Default: 224.")
    private int tilePx;

    @Option(
            names = "--batches",
            paramLabel = "N,…",
            split = ",",
            defaultValue = "1,32",
            description = "Batch sizes of the bare engines. Default: 1,32.")
    private List<Integer> batches = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Length of each measurement of an engine, at least. Default: 1.")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that count, of every part. Default: 3.")
    private int rounds;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Measure nothing: print the tables of figures that --json wrote earlier.")
    private @Nullable Path from;

    @Option(
            names = "--into",
            paramLabel = "DOCUMENT",
            description = "Replace the tables between the markers in this document, as in docs/performance.md, too.")
    private @Nullable Path document;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            output.check();
            if (document != null && from == null) {
                section(document, JSON.createObjectNode()); // fails now rather than in ten minutes
            }
            JsonNode figures = from == null ? measured() : SuiteMarkdown.read(from);
            output.print(SuiteMarkdown.of(figures), file -> JSON.writeValue(file.toFile(), figures));
            if (document != null) {
                Files.writeString(document, section(document, figures));
            }
            return 0;
        } catch (ServiceFailure e) {
            throw new PipelineFailure(String.valueOf(e.getMessage()));
        } catch (BenchException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot measure: " + FileFault.words(e));
        }
    }

    private JsonNode measured() throws IOException, InterruptedException {
        SynthShapeOptions.sides(size);
        if (small != null && !Files.exists(small)) {
            throw new UsageException("--small " + small + " does not exist");
        }
        SuiteSettings settings = new SuiteSettings(
                (model == null ? Home.folder().resolve("models/crc-nine-class") : model)
                        .toAbsolutePath()
                        .normalize(),
                Optional.ofNullable(small),
                size,
                tiles,
                tilePx,
                batches,
                seconds,
                rounds);
        try (ScratchFolder folder = ScratchFolder.create()) {
            CommandProcess process = new CommandProcess(
                    command.root().userObject().getClass().getName(),
                    folder.path().resolve("command.log"));
            return new Suite(settings, process::run, output::remark).run(folder.path());
        }
    }

    private static String section(Path document, JsonNode figures) {
        try {
            return SuiteMarkdown.into(Files.readString(document), figures);
        } catch (BenchException e) {
            throw new UsageException("--into " + document + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException("--into " + document + " cannot be read: " + FileFault.words(e));
        }
    }
}
