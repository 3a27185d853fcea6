package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.mapfiles.pictures.SlideThumbnails;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.mapfiles.results.ResultsCopy;
import io.slidestream.mapfiles.results.StoredMap;
import io.slidestream.servicekit.config.OpeningSettings;
import io.slidestream.slides.open.SlideIsolation;
import io.slidestream.slides.s3.SlideFetchers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Writes finished maps of one results folder again, from their scores. */
final class Renderings {
    private final MapResults results;
    private final RenderingChange change;

    /** What reads slides is isolated from here on. */
    Renderings(
            Path root,
            RenderingChange change,
            ResultsCopy copy,
            SlideFetchers slides,
            OpeningSettings opening,
            MeterRegistry metrics) {
        SlideIsolation.begin(opening.isolation(), root, metrics);
        this.results = new MapResults(
                new FolderResultsStore(root, copy), new SlideThumbnails(slides, opening.reader()), Clock.systemUTC());
        this.change = change;
    }

    /**
     * Writes one map.
     *
     * @return what was done, for people
     * @throws IOException whose message says why not; the map is as it was
     */
    String render(Path folder) throws IOException {
        long begun = System.nanoTime();
        StoredMap map = StoredMap.in(folder);
        List<String> differences = change.differences(map);
        try {
            change.check(map.manifest().model().classNames());
        } catch (IllegalArgumentException e) {
            throw new IOException("--tumor-class: " + e.getMessage(), e);
        }
        results.render(map, change);
        return String.format(
                Locale.ROOT,
                "rendered again from %d scores in %.1f s%s",
                map.manifest().expectedTiles(),
                (System.nanoTime() - begun) / 1e9,
                differences.isEmpty() ? "" : ": " + String.join(", ", differences));
    }
}
