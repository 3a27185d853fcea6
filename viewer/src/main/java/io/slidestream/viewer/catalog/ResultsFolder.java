package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.FoundSummaries;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.results.EarlierMaps;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.ForeignSummaryException;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.ResultFiles;
import io.slidestream.mapfiles.results.ResultsWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A walk through ten thousand maps on a busy or distant disk takes seconds, so no request waits for one: it reads what walks
 * wrote to the catalog. A folder whose summary is as the catalog knows it is not read again. A map whose results were just
 * written need not wait for a walk either: it is sought where it must be.
 */
/** Brings the catalog up to date with a results folder: the maps below it, found by their summary.json. */
final class ResultsFolder {
    private static final Logger log = LoggerFactory.getLogger(ResultsFolder.class);
    private static final int TOGETHER = 200;
    /** Others are found by the next walk. */
    private static final int SOUGHT_AT_ONCE = 10_000;

    private static final int REMEMBERED_FAULTS = 1_000;
    private static final int LARGE = 500;

    /** A map that should be here. */
    private record Sought(SlideVersion slide, MapId map) {}

    private final Path root;
    private final FolderResultsStore store;
    private final MapIndex index;
    private final FoundSummaries summaries;
    /** The folder whose maps are this one's to miss; null where the catalog has no others. */
    private final @Nullable Path own;

    private final Clock clock;
    private final ModelCopies models = new ModelCopies();
    private final Queue<Sought> sought = new ArrayBlockingQueue<>(SOUGHT_AT_ONCE);
    /** Summaries that cannot be used, so that each is told once. */
    private final Map<KnownMap.Stamp, String> faults = new ConcurrentHashMap<>();

    /** Folders of maps that had no summary at the last walk. Confined to the walking thread. */
    private Set<Path> unsummed = new HashSet<>();

    /** Confined to the walking thread. */
    private long vouchedUntil;

    private volatile boolean complete;
    private volatile boolean closed;

    ResultsFolder(Path root, MapIndex index, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.store = new FolderResultsStore(root);
        this.index = index;
        this.summaries = index.summaries();
        this.own = index.isIn(this.root) ? null : this.root;
        this.clock = clock;
    }

    /** Whether all that was here at the start is known. */
    boolean isComplete() {
        return complete;
    }

    /** Whether an earlier process found so much here that looking through it again takes a while. */
    boolean isKnownToBeLarge() {
        return summaries.areMoreThan(LARGE);
    }

    /** Has a map looked for that must be here. */
    void seek(SlideVersion slide, MapId map) {
        var unused = sought.offer(new Sought(slide, map));
    }

    /** Looks for maps where they must be. */
    void lookForSought() {
        for (Sought missing = sought.poll(); missing != null && !closed; missing = sought.poll()) {
            List<MapIndex.Change> changes = new ArrayList<>();
            store.find(missing.slide(), missing.map()).ifPresent(folder -> seek(folder, changes));
            index.apply(changes, List.of());
        }
    }

    /** Looks through the whole folder. Gives the number of maps that are in it. */
    long walk() {
        long begun = clock.millis();
        Walk walk = new Walk();
        try {
            if (Files.isDirectory(root)) {
                ResultsWalk.through(root, walk);
            }
            walk.write();
        } catch (IOException e) {
            log.warn("{} could not be looked through: {}", root, e.toString());
            return walk.maps;
        }
        if (!closed) {
            if (walk.summaries < summaries.count(root) || walk.maps < index.foundMaps(own)) {
                forgetRemoved();
            }
            lose(begun);
            tell(walk.notes);
            complete = true;
        }
        return walk.maps;
    }

    /**
     * Vouches for some time that the catalog has what is here.
     *
     * @param least until the next walk has ended
     * @param more than that, so that it is written now and then only
     */
    void watch(Duration least, Duration more) {
        long now = clock.millis();
        if (complete && !closed && now + least.plus(more.dividedBy(2)).toMillis() > vouchedUntil) {
            vouchedUntil = now + least.plus(more).toMillis();
            summaries.watch(root, vouchedUntil);
        }
    }

    /** Ends a walk at the next folder. */
    void close() {
        closed = true;
    }

    /** Vouches no longer. */
    void unwatch() {
        summaries.unwatch(root);
    }

    private final class Walk implements ResultsWalk.Visitor {
        private final List<MapIndex.Change> changes = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private long maps;
        private long summaries;

        @Override
        public void summary(Path folder, BasicFileAttributes file) {
            switch (look(stamp(folder, file), changes)) {
                case MAP -> {
                    maps++;
                    summaries++;
                }
                case SUMMARY -> summaries++;
                case NOTHING -> {
                    String fault = faults.get(stamp(folder, file));
                    if (fault != null) {
                        note(folder.resolve(ResultFiles.SUMMARY), fault);
                    }
                }
            }
            if (changes.size() >= TOGETHER) {
                write();
            }
        }

        @Override
        public void note(Path path, String what) {
            notes.add(ResultsWalk.sentence(root, path, what));
        }

        @Override
        public boolean goesOn() {
            return !closed;
        }

        private void write() {
            index.apply(changes, List.of());
            changes.clear();
        }
    }

    /** What a folder with a file called as a summary holds. */
    private enum Content {
        MAP,
        /** A summary of ours that the list has no map of. */
        SUMMARY,
        NOTHING
    }

    /** Adds what has changed in a folder. */
    private Content look(KnownMap.Stamp stamp, List<MapIndex.Change> changes) {
        FoundSummaries.Row known = summaries.in(stamp.folder()).orElse(null);
        if (known != null && known.stamp().equals(stamp)) {
            return known.map().isEmpty() ? Content.SUMMARY : Content.MAP;
        }
        return faults.containsKey(stamp) ? Content.NOTHING : take(stamp, changes);
    }

    /** Adds what a summary tells that is not known. */
    private Content take(KnownMap.Stamp stamp, List<MapIndex.Change> changes) {
        Path folder = stamp.folder();
        KnownMap known = index.in(folder).orElse(null);
        MapSummary summary;
        try {
            summary = MapSummary.in(folder);
        } catch (IOException e) {
            log.warn("{} is not shown: {}", folder, FileFault.words(e));
            remember(stamp, (e instanceof ForeignSummaryException ? "" : "cannot be read: ") + FileFault.words(e));
            if (known != null) {
                changes.add(without(known));
            }
            return Content.NOTHING;
        }
        SummaryFile.Contents contents;
        try {
            contents = SummaryFile.of(summary, stamp, models);
        } catch (IOException e) {
            log.warn("{} is not shown: {}", folder, FileFault.words(e));
            if (known != null) {
                index.apply(List.of(without(known)), List.of());
            }
            summaries.put(List.of(new FoundSummaries.Row(stamp, "", summary.figures())));
            return Content.SUMMARY;
        }
        FoundSummaries.Row row = new FoundSummaries.Row(stamp, contents.id().hex(), summary.figures());
        if (isNewest(folder)) {
            summaries.put(List.of(row));
            return Content.SUMMARY;
        }
        if (known != null && !known.id().equals(contents.id())) {
            changes.add(without(known));
            seek(EarlierMaps.in(folder, known.id()), changes);
        }
        SlideMap.Shape shape = contents.shape();
        changes.add(new MapIndex.Change(
                contents.id(),
                contents.slide().location(),
                map -> (map == null ? KnownMap.of(contents.id(), contents.slide()) : map).with(contents.found(), shape),
                row));
        return Content.MAP;
    }

    /** Adds what a folder tells in which a map may be. */
    private void seek(Path folder, List<MapIndex.Change> changes) {
        try {
            Content unused = take(
                    stamp(folder, Files.readAttributes(folder.resolve(ResultFiles.SUMMARY), BasicFileAttributes.class)),
                    changes);
        } catch (IOException e) {
            log.trace("no results in {}", folder, e);
        }
    }

    private static KnownMap.Stamp stamp(Path folder, BasicFileAttributes summary) {
        return new KnownMap.Stamp(folder, summary.lastModifiedTime().toMillis(), summary.size());
    }

    private void tell(List<String> now) {
        if (!now.equals(summaries.notes(root))) {
            summaries.note(root, now);
        }
    }

    /** Whether an earlier map is the newest too: whoever moved it was killed, or has not done it. */
    private static boolean isNewest(Path folder) {
        if (!EarlierMaps.isOne(folder)) {
            return false;
        }
        try {
            return MapSummary.in(EarlierMaps.slideFolder(folder))
                    .mapIdHex()
                    .equals(folder.getFileName().toString());
        } catch (IOException e) {
            return false; // none there, or none of ours
        }
    }

    private void remember(KnownMap.Stamp fault, @Nullable String what) {
        if (faults.size() >= REMEMBERED_FAULTS) {
            faults.clear();
        }
        faults.put(fault, String.valueOf(what));
    }

    /** Fewer summaries are here than the catalog knows. */
    private void forgetRemoved() {
        List<MapIndex.Change> changes = new ArrayList<>();
        List<Path> copies = new ArrayList<>();
        List<FoundSummaries.Row> elsewhere = new ArrayList<>();
        Set<Path> before = unsummed;
        unsummed = new HashSet<>();
        index.forEachFound(own, known -> {
            KnownMap.Found found = known.found();
            if (found != null && isGone(found.stamp().folder(), before)) {
                changes.add(without(known));
                elsewhere.addAll(summaries.of(known.id()));
            }
        });
        index.apply(changes, List.of());
        changes.clear();
        elsewhere.forEach(copy -> seek(copy.stamp().folder(), changes));
        index.apply(changes, List.of());
        summaries.each(root, row -> {
            if (isGone(row.stamp().folder(), before)) {
                copies.add(row.stamp().folder());
            }
        });
        summaries.drop(copies);
    }

    private boolean isGone(Path folder, Set<Path> before) {
        if (Files.exists(folder.resolve(ResultFiles.SUMMARY))
                || (folder.startsWith(root) && !Files.isDirectory(root))) {
            return false;
        }
        // A map that is written anew has no summary for a moment: its folder is given until the next walk.
        if (Files.isDirectory(folder) && !before.contains(folder)) {
            unsummed.add(folder);
            return false;
        }
        return true;
    }

    /** What was written before the walk began, and is nowhere. */
    private void lose(long before) {
        List<MapIndex.Change> changes = index.missedSince(before).stream()
                .map(known -> new MapIndex.Change(
                        known.id(), known.slide().location(), map -> map == null ? null : map.lost()))
                .toList();
        index.apply(changes, List.of());
    }

    private static MapIndex.Change without(KnownMap known) {
        return new MapIndex.Change(known.id(), known.slide().location(), map -> map == null ? null : map.unfound());
    }
}
