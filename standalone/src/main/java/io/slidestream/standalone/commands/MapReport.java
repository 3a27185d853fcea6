package io.slidestream.standalone.commands;

import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.standalone.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what became of each slide, and counts. */
final class MapReport {
    private final Terminal terminal;
    private int mapped;
    private int known;
    private int rejected;

    MapReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param missing formats that are asked for now and were not when the map was written */
    void alreadyMapped(SlideVersion slide, Path folder, Set<MapFormat> missing) {
        known++;
        String without = missing.isEmpty() ? "" : " without " + MapFormats.labels(missing);
        terminal.print("= " + slide.name() + "  mapped before" + without + "; --again maps it anew");
        files(folder);
    }

    void ended(MapUpdated map, @Nullable Path folder) {
        if (map.state() == MapUpdated.State.MAPPED) {
            mapped++;
            terminal.print(String.format(
                    Locale.ROOT,
                    "✓ %s  %d tiles expected = %d scored + %d rejected",
                    map.slide().name(),
                    map.expectedTiles(),
                    map.scoredTiles(),
                    map.rejectedTiles()));
        } else {
            rejected++;
            String reason = map.reason() == null
                    ? "rejected"
                    : "rejected, " + map.reason().label();
            terminal.print("✗ " + map.slide().name() + "  " + reason + ": " + map.message());
        }
        if (folder != null) {
            files(folder);
        }
    }

    boolean allMapped() {
        return rejected == 0;
    }

    String summary() {
        return mapped + known + " of " + (mapped + known + rejected) + " mapped"
                + (known > 0 ? ", " + known + " of them before" : "")
                + (rejected > 0 ? ", " + rejected + " rejected" : "");
    }

    private void files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> terminal.print("    " + file));
        } catch (IOException e) {
            terminal.print("    " + folder);
        }
    }
}
