package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.mapfiles.results.ResultFiles;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.standalone.pipeline.Uploads;
import io.slidestream.standalone.terminal.Printable;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.viewer.command.S3Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "render",
        description =
                "Writes finished maps again with other settings, from their scores and without inference: the files"
                        + " that a run with these settings would have written. What is not given stays as each map has"
                        + " it.",
        footer = "%nExit status: 0 when every map was written, 1 when one was not, 2 on wrong usage.")
public final class RenderCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The --out of run or watch, or the folder of one map.")
    @SuppressWarnings("NullAway.Init") // required
    private Path place;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--redact", description = "Pictures, pages and objects name the slides by ids.")
    private boolean redact;

    @Option(
            names = "--upload",
            paramLabel = "s3://BUCKET/FOLDER",
            description = "Also copy each map there, summary.json last.")
    private @Nullable String upload;

    @Mixin
    private final S3Options s3 = new S3Options();

    @Override
    public Integer call() {
        RenderingChange change = output.change(redact ? SlideTitles.IDS : null);
        if (!Files.isDirectory(place)) {
            throw new UsageException(place + " is no folder; name the --out of run or watch, or the folder of one map");
        }
        Path folder = place.toAbsolutePath().normalize();
        boolean one = Files.isRegularFile(folder.resolve(ResultFiles.SUMMARY));
        Path above = folder.getParent();
        Terminal terminal = Terminal.standard();
        List<Path> maps = one ? List.of(folder) : below(folder, terminal);
        checkClass(change, maps);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        int failed = 0;
        try (SlideFetchers slides = s3.fetchers(metrics)) {
            Renderings renderings = new Renderings(
                    one && above != null ? above : folder,
                    change,
                    Uploads.to(upload, slides),
                    slides,
                    new OpeningSettings(ReaderChoice.AUTO, Isolation.PROCESS),
                    metrics);
            for (Path map : maps) {
                String name = Printable.line(
                        one
                                ? String.valueOf(map.getFileName())
                                : folder.relativize(map).toString());
                try {
                    terminal.print("✓ " + name + "  " + renderings.render(map));
                } catch (IOException e) {
                    failed++;
                    terminal.print("✗ " + name + "  " + Printable.line(FileFault.words(e)));
                }
            }
        }
        terminal.print(maps.size() - failed + " of " + maps.size() + " maps rendered again");
        return failed == 0 ? 0 : 1;
    }

    private List<Path> below(Path folder, Terminal terminal) {
        try {
            Cohort cohort = Cohort.read(folder);
            List<Path> maps = cohort.mapFolders();
            if (maps.isEmpty()) {
                throw new UsageException("no finished maps in " + place + "; name the --out of run or watch");
            }
            if (cohort.rejected() > 0) {
                terminal.print(cohort.rejected() + " rejected, without scores: passed over");
            }
            return maps;
        } catch (IOException e) {
            throw new UsageException("cannot read " + place + ": " + FileFault.words(e));
        }
    }

    /** A class that no map knows is a slip of the pen; one that some do not know is said of each. */
    private static void checkClass(RenderingChange change, List<Path> maps) {
        UsageException unknown = null;
        for (Path map : maps) {
            try {
                OutputOptions.check(change, MapSummary.in(map).model().classNames());
                return;
            } catch (UsageException e) {
                unknown = e;
            } catch (IOException | IllegalArgumentException e) {
                return; // said when it is rendered
            }
        }
        if (unknown != null) {
            throw unknown;
        }
    }
}
