package io.slidestream.mapfiles.results;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.formats.TileFiles;
import io.slidestream.mapfiles.formats.csv.PackedTable;
import io.slidestream.mapfiles.map.BegunMap;
import io.slidestream.mapfiles.map.ClassShares;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.IncompleteMapException;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.map.ScoreGrid;
import io.slidestream.mapfiles.map.ScoringTotals;
import io.slidestream.mapfiles.map.TileVisitor;
import io.slidestream.mapfiles.map.TumorMap;
import io.slidestream.mapfiles.pictures.Thumbnails;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** Results with the default formats and display. */
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
        try (ResultsDraft draft = store.draft(manifest.slide(), manifest.mapId())) {
            return write(manifest, visitors -> new TumorMap(manifest).stream(blocks, visitors), settings, draft);
        }
    }

    /**
     * Writes a finished map again with other settings, from the scores in its folder: the files that a first writing with
     * those settings would have made.
     *
     * @throws IOException whose message is for people, if the folder does not hold all that it takes; then it is as it was
     */
    public void render(StoredMap map, RenderingChange change) throws IOException {
        Thumbnails pictures = map.withEarlierPicture(thumbnails);
        MapResults again = new MapResults(store, pictures, settings, clock);
        try (ResultsDraft draft = store.draftOf(map)) {
            URI unused = again.write(map.manifest(), map::stream, change.to(map.settings()), draft);
        }
    }

    /** Where the scores of a map come from. */
    private interface Scores {
        /** Shows every expected tile to every visitor, in row-major order. */
        ScoringTotals stream(List<TileVisitor> visitors) throws IOException;
    }

    private URI write(SlideTiled manifest, Scores from, ResultsSettings settings, ResultsDraft draft)
            throws IOException {
        Instant begun = now();
        MapSettings how = settings.map();
        BegunMap map = new BegunMap(manifest, new Palette(manifest.model().classNames()), how.certainty());
        ScoreGrid scores = new ScoreGrid(manifest);
        ClassShares shares = new ClassShares(manifest, how.certainty());
        ScoringTotals totals;
        try (TileFiles files = new TileFiles(draft)) {
            open(files, map, settings.formats());
            totals = from.stream(List.of(scores, shares, files));
            files.finish();
        }
        FinishedMap finished = new FinishedMap(map, scores, shares, totals, how, thumbnails);
        Set<MapFormat> formats = writeFiles(finished, settings.formats(), draft);
        Instant written = now();
        SummaryTimes times = new SummaryTimes(Duration.between(begun, written), written);
        return publish(draft, Summary.mapped(finished, formats, times));
    }

    private static void open(TileFiles files, BegunMap map, Set<MapFormat> formats) throws IOException {
        if (!formats.contains(MapFormats.CSV)) {
            PackedTable.open(map, files);
        }
        for (MapFormat format : formats) {
            format.openTiles(map, files);
        }
    }

    /**
     * A fault of ours in one file costs that file, not the map; a store that does not take it costs the map, until it does.
     *
     * @return what was written
     */
    private static Set<MapFormat> writeFiles(FinishedMap map, Set<MapFormat> formats, ResultsDraft draft)
            throws IOException {
        Set<MapFormat> written = new LinkedHashSet<>(formats);
        Map<Boolean, List<MapFormat>> byNotes =
                formats.stream().collect(Collectors.partitioningBy(MapFormat::hasNotes));
        for (List<MapFormat> atOnce : List.of(byNotes.get(false), byNotes.get(true))) {
            Map<MapFormat, RuntimeException> faults = WritingThreads.write(atOnce, format -> format.write(map, draft));
            for (Map.Entry<MapFormat, RuntimeException> fault : faults.entrySet()) {
                MapFormat format = fault.getKey();
                log.warn("map {} has no {}", map.manifest().mapId(), format.file(), fault.getValue());
                map.noteMissing(format.file(), fault.getValue());
                draft.drop(format.file());
                written.remove(format);
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
