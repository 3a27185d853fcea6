package io.slidestream.standalone.commands;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.cohort.CohortCsv;
import io.slidestream.mapfiles.cohort.CohortHtml;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.viewer.catalog.FolderCohort;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.command.CatalogOptions;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = "Writes a table over all mapped slides of a results folder: cohort.csv for programs, cohort.html"
                + " for people. Rejected slides stand in it with their reasons.")
public final class ReportCommand implements Callable<Integer> {
    private static final int SHOWN_WARNINGS = 20;

    @Parameters(paramLabel = "DIR", description = "Where maps were written: the --out of run or watch.")
    @SuppressWarnings("NullAway.Init") // required
    private Path results;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the tables are written. Default: DIR.")
    private @Nullable Path out;

    @Mixin
    private final CatalogOptions catalog = new CatalogOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private interface Table {
        void write(Writer writer) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(results)) {
            throw new UsageException(results + " is no folder; name the --out of run or watch");
        }
        Cohort cohort = read();
        Terminal terminal = Terminal.standard();
        cohort.warnings().stream().limit(SHOWN_WARNINGS).forEach(warning -> terminal.print("! " + warning));
        if (cohort.warnings().size() > SHOWN_WARNINGS) {
            terminal.print("! and " + (cohort.warnings().size() - SHOWN_WARNINGS) + " more; all are in cohort.html");
        }
        if (cohort.mapped() + cohort.rejected() == 0) {
            throw new UsageException("no maps in " + results + "; name the --out of run or watch");
        }
        Path folder = out == null ? results : out;
        Path csv = folder.resolve("cohort.csv");
        Path html = folder.resolve("cohort.html");
        try {
            Files.createDirectories(folder);
            write(csv, writer -> CohortCsv.write(cohort, writer));
            write(html, writer -> CohortHtml.write(cohort, html, writer));
        } catch (IOException e) {
            throw new UsageException("cannot write to " + folder + ": " + FileFault.words(e));
        }
        terminal.print(cohort.mapped() + " mapped, " + cohort.rejected() + " rejected");
        terminal.print("    " + csv);
        terminal.print("    " + html);
        return 0;
    }

    private Cohort read() {
        try {
            DatabaseUrl place = KnownCatalog.of(catalog, results).orElse(null);
            return place == null ? Cohort.read(results) : read(place);
        } catch (IOException e) {
            throw new UsageException("cannot read " + results + ": " + FileFault.words(e));
        }
    }

    private Cohort read(DatabaseUrl place) throws IOException {
        try (CatalogStore store = CatalogStore.open(place)) {
            return new FolderCohort(store.maps(new TumourArea(null)), results).read();
        } catch (CatalogException e) {
            spec.commandLine().getErr().println("slidestream: " + e.getMessage() + "; the folder was read instead");
            return Cohort.read(results);
        }
    }

    /** Whole or not at all. */
    private static void write(Path file, Table table) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".cohort-", null);
        try {
            try (Writer writer = Files.newBufferedWriter(draft)) {
                table.write(writer);
            }
            Files.setPosixFilePermissions(draft, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
