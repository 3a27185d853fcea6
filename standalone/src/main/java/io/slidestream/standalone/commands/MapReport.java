package io.slidestream.standalone.commands;

import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.standalone.terminal.Printable;
import io.slidestream.standalone.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what became of each slide, and counts. */
final class MapReport {
    private final Terminal terminal;
    private final Listing listing;
    private int mapped;
    private int known;
    private int rejected;
    /** Whether every map is as it was asked for, and shows something. */
    private boolean asked = true;

    /** What is said of where a map lies. */
    enum Listing {
        /** Each of its files. */
        FILES,
        /** Its folder, in the same line: of many slides the files would fill the screen. */
        FOLDER
    }

    MapReport(Listing listing, Terminal terminal) {
        this.listing = listing;
        this.terminal = terminal;
    }

    void alreadyMapped(SlideVersion slide, Path folder) {
        known++;
        print("= " + Printable.line(slide.name()) + "  mapped before; --again maps it anew", folder);
    }

    /** @param how was it rendered */
    void renderedAgain(SlideVersion slide, Path folder, String how) {
        known++;
        print("✓ " + Printable.line(slide.name()) + "  mapped before, and " + how, folder);
    }

    /** The map stays as it is. */
    void notRendered(SlideVersion slide, String why) {
        known++;
        asked = false;
        terminal.print("! "
                + Printable.line(slide.name() + "  mapped before, and not rendered as asked: " + why
                        + "; --again maps it anew"));
    }

    void ended(MapUpdated map, @Nullable Path folder) {
        if (map.state() == MapUpdated.State.MAPPED) {
            mapped++;
            boolean blank = map.scoredTiles() == 0 && map.rejectedTiles() > 0;
            asked &= !blank;
            print(
                    String.format(
                            Locale.ROOT,
                            "%s %s  %d tiles expected = %d scored + %d rejected%s",
                            blank ? "!" : "✓",
                            Printable.line(map.slide().name()),
                            map.expectedTiles(),
                            map.scoredTiles(),
                            map.rejectedTiles(),
                            map.rejectedTiles() == 0 ? "" : reasons(folder)),
                    folder);
        } else {
            rejected++;
            String reason = map.reason() == null
                    ? "rejected"
                    : "rejected, " + map.reason().label();
            print("✗ " + Printable.line(map.slide().name() + "  " + reason + ": " + map.message()), folder);
        }
    }

    /** Why tiles were rejected, in parentheses; nothing where the map's folder does not say. */
    private static String reasons(@Nullable Path folder) {
        if (folder == null) {
            return "";
        }
        try {
            List<String> reasons = MapSummary.in(folder).rejectionReasons();
            return reasons.isEmpty() ? "" : Printable.line(" (" + String.join(", ", reasons) + ")");
        } catch (IOException e) {
            return "";
        }
    }

    boolean allMapped() {
        return rejected == 0 && asked;
    }

    String summary() {
        return mapped + known + " of " + (mapped + known + rejected) + " mapped"
                + (known > 0 ? ", " + known + " of them before" : "")
                + (rejected > 0 ? ", " + rejected + " rejected" : "");
    }

    private void print(String line, @Nullable Path folder) {
        if (folder == null) {
            terminal.print(line);
        } else if (listing == Listing.FOLDER) {
            terminal.print(line + " · " + Printable.line(folder.toString()));
        } else {
            terminal.print(line);
            files(folder);
        }
    }

    private void files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> terminal.print("    " + Printable.line(file.toString())));
        } catch (IOException e) {
            terminal.print("    " + folder);
        }
    }
}
