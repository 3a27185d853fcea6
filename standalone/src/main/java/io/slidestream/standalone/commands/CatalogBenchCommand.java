package io.slidestream.standalone.commands;

import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.proving.bench.ArchiveViewerBench;
import io.slidestream.proving.bench.BenchException;
import io.slidestream.proving.bench.CatalogBench;
import io.slidestream.proving.bench.TilerBench;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "catalog",
        description =
                "What the list of a large archive costs: fills a catalog of its own with maps that were never made, unless it"
                        + " is there already, opens it again, and asks for pages and searches; medians of 41. Then what a"
                        + " tiler costs that knows many slides: read from topics, started again, and its heap.")
final class CatalogBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Where the catalog is made, and left; a GB for a million maps.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(names = "--maps", paramLabel = "N", defaultValue = "1000000", description = "Default: 1000000.")
    private int maps;

    @Option(
            names = "--slides",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Slides that a tiler knows; 0 leaves it out. Default: 100000.")
    private int slides;

    @Option(
            names = "--results",
            paramLabel = "MAPS",
            description =
                    "What a run had as --out: a viewer over it is measured with this catalog, and with one that has"
                            + " nothing else. Default: left out.")
    private @Nullable Path results;

    @Option(
            names = "--catalog-url",
            paramLabel = "URL",
            description =
                    "An empty database, as jdbc:postgresql://HOST:PORT/DATABASE?user=NAME. Default: a file in DIR.")
    private @Nullable String url;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Files.createDirectories(folder);
            PrintWriter out = spec.commandLine().getOut();
            DatabaseUrl archive = url == null
                    ? DatabaseUrl.ofFile(folder.resolve("bench-catalog.db"))
                    : DatabaseUrl.of(url, null, System.getenv("SLIDESTREAM_CATALOG_PASSWORD"));
            new CatalogBench(archive, maps).run().table().forEach(out::println);
            if (results != null) {
                out.flush();
                DatabaseUrl few = DatabaseUrl.ofFile(folder.resolve("few-maps.db"));
                new ArchiveViewerBench(results).run(few, archive).forEach(out::println);
            }
            if (slides != 0) {
                out.flush();
                Path tiler = Files.createTempDirectory(folder, "tiler-");
                new TilerBench(tiler, slides).run().table().forEach(out::println);
            }
            return 0;
        } catch (IllegalArgumentException | IOException | BenchException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (CatalogException e) {
            throw new PipelineFailure(String.valueOf(e.getMessage()));
        }
    }
}
