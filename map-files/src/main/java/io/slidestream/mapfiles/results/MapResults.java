package io.slidestream.mapfiles.results;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of a map. They depend on the scores alone: equal scores, however they arrived, give equal bytes,
 * except for dates. A slide that cannot be shown any more costs the pictures their background, never the map.
 */
public final class MapResults {
    private static final Logger log = LoggerFactory.getLogger(MapResults.class);

    private final ResultsStore store;
    private final Thumbnails thumbnails;
    private final ResultsSettings settings;
    private final Clock clock;

    /** With the formats and the display that are the default. */
    public MapResults(ResultsStore store, Thumbnails thumbnails, Clock clock) {
        this(store, thumbnails, ResultsSettings.DEFAULT, clock);
    }

    public MapResults(ResultsStore store, Thumbnails thumbnails, ResultsSettings settings, Clock clock) {
        this.store = store;
        this.thumbnails = thumbnails;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Writes the map, replacing what the slide's results folder held.
     *
     * @param blocks all blocks of the map in ascending order of block index
     * @return the results folder
     * @throws IncompleteMapException if the blocks do not hold exactly the expected tiles
     */
    public URI write(SlideTiled manifest, Iterator<BlockScored> blocks) throws IOException {
        Instant begun = now();
        List<String> notes = new ArrayList<>(manifest.notes());
        Palette palette = new Palette(manifest.model().classNames());
        ScoreGrid scores = new ScoreGrid(manifest);
        ClassShares shares = new ClassShares(manifest, settings.certainty());
        try (ResultsDraft draft = store.draft(manifest.slide(), manifest.mapId())) {
            ScoringTotals totals;
            try (TileFiles files = TileFiles.open(draft, manifest, palette, settings)) {
                totals = new TumorMap(manifest).stream(blocks, List.of(scores, shares, files));
                files.finish();
            }
            SlidePicture slide = new SlidePicture(manifest, thumbnails, notes);
            FinishedMap map = new FinishedMap(manifest, palette, scores, shares, totals, settings, slide, notes);
            Set<ResultFormat> formats = writeFiles(map, draft);
            Instant written = now();
            SummaryTimes times = new SummaryTimes(Duration.between(begun, written), written);
            return publish(draft, Summary.mapped(map, formats, times, notes));
        }
    }

    /**
     * A fault of ours in one file costs that file, not the map; a store that does not take it costs the map, until it does.
     *
     * @return what was written
     */
    private Set<ResultFormat> writeFiles(FinishedMap map, ResultsDraft draft) throws IOException {
        Set<ResultFormat> written = new LinkedHashSet<>();
        for (ResultFormat format : settings.formats()) {
            try {
                MapFiles.write(format, map, draft);
                written.add(format);
            } catch (RuntimeException e) {
                log.warn("map {} has no {}", map.manifest().mapId(), format.file(), e);
                map.note(format.file() + " could not be made: " + e);
                draft.drop(format.file());
            }
        }
        return written;
    }

    /**
     * Says in the slide's results folder why it has no map. An earlier map of the slide stays where somebody only called
     * off the making of another.
     */
    public URI write(SlideRejected rejected) throws IOException {
        if (rejected.reason() == RejectionReason.CANCELLED) {
            Optional<URI> earlier = store.mapped(rejected.slide(), rejected.mapId());
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        try (ResultsDraft draft = store.draft(rejected.slide(), rejected.mapId())) {
            return publish(draft, Summary.rejected(rejected, now()));
        }
    }

    private static URI publish(ResultsDraft draft, Summary summary) throws IOException {
        try (OutputStream out = draft.create(ResultFiles.SUMMARY)) {
            summary.write(out);
        }
        return draft.publish(ResultFiles.SUMMARY);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
