package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.results.EarlierMaps;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
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

    /** A map that should be here. */
    private record Sought(SlideVersion slide, MapId map) {}

    private final Path root;
    private final FolderResultsStore store;
    private final MapIndex index;
    private final Clock clock;
    private final ModelCopies models = new ModelCopies();
    private final Queue<Sought> sought = new ArrayBlockingQueue<>(SOUGHT_AT_ONCE);
    /** Summaries that cannot be used, so that each is told once. Confined to the walk. */
    private final Map<KnownMap.Stamp, Boolean> faults = new LinkedHashMap<>();

    /** Folders of maps that had no summary at the last walk. Confined to the walking thread. */
    private Set<Path> unsummed = new HashSet<>();

    private volatile boolean complete;
    private volatile boolean closed;

    ResultsFolder(Path root, MapIndex index, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.store = new FolderResultsStore(root);
        this.index = index;
        this.clock = clock;
    }

    /** Whether all that was here at the start is known. */
    boolean isComplete() {
        return complete;
    }

    /** Has a map looked for that must be here. */
    void seek(SlideVersion slide, MapId map) {
        var unused = sought.offer(new Sought(slide, map));
    }

    /** Looks for maps where they must be. */
    void lookForSought() {
        for (Sought missing = sought.poll(); missing != null && !closed; missing = sought.poll()) {
            List<MapIndex.Change> changes = new ArrayList<>();
            store.find(missing.slide(), missing.map()).ifPresent(folder -> look(folder, changes));
            index.apply(changes, List.of());
        }
    }

    /** Looks through the whole folder. Gives the number of maps that are in it. */
    long walk() {
        long begun = clock.millis();
        Walk walk = new Walk();
        try {
            if (Files.isDirectory(root)) {
                Files.walkFileTree(root, walk);
            }
            walk.write();
        } catch (IOException e) {
            log.warn("{} could not be looked through: {}", root, e.toString());
            return walk.maps;
        }
        if (!closed) {
            if (walk.maps < index.foundMaps()) {
                forgetRemoved();
            }
            lose(begun);
            complete = true;
        }
        return walk.maps;
    }

    /** Ends a walk at the next folder. */
    void close() {
        closed = true;
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final List<MapIndex.Change> changes = new ArrayList<>();
        private long maps;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (closed) {
                return FileVisitResult.TERMINATE;
            }
            boolean hidden =
                    !folder.equals(root) && folder.getFileName().toString().startsWith(".");
            if (hidden || ResultFiles.isOfMap(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (look(folder, changes)) {
                maps++;
            }
            if (changes.size() >= TOGETHER) {
                write();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone again, or not for us
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE; // it went while it was listed: its neighbours are still there
        }

        private void write() {
            index.apply(changes, List.of());
            changes.clear();
        }
    }

    /** Adds what has changed in a folder. Whether a map is in it. */
    private boolean look(Path folder, List<MapIndex.Change> changes) {
        KnownMap.Stamp stamp;
        try {
            BasicFileAttributes summary =
                    Files.readAttributes(folder.resolve(ResultFiles.SUMMARY), BasicFileAttributes.class);
            stamp = new KnownMap.Stamp(folder, summary.lastModifiedTime().toMillis(), summary.size());
        } catch (IOException e) {
            log.trace("no results in {}", folder, e);
            return false;
        }
        KnownMap known = index.in(folder).orElse(null);
        if (known != null && known.found() != null && known.found().stamp().equals(stamp)) {
            return true;
        }
        if (faults.containsKey(stamp) || isNewest(folder)) {
            return false;
        }
        SummaryFile.Contents contents;
        try {
            contents = SummaryFile.read(stamp, models);
        } catch (IOException e) {
            log.warn("{} is not shown: {}", folder, e.getMessage());
            remember(stamp);
            if (known != null) {
                changes.add(without(known));
            }
            return false;
        }
        if (known != null && !known.id().equals(contents.id())) {
            changes.add(without(known));
            boolean unused = look(EarlierMaps.in(folder, known.id()), changes);
        }
        SlideMap.Shape shape = contents.shape();
        changes.add(new MapIndex.Change(
                contents.id(),
                contents.slide().location(),
                map -> (map == null ? KnownMap.of(contents.id(), contents.slide()) : map)
                        .with(contents.found(), shape)));
        return true;
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

    private void remember(KnownMap.Stamp fault) {
        if (faults.size() >= REMEMBERED_FAULTS) {
            faults.clear();
        }
        faults.put(fault, true);
    }

    /** Fewer maps are here than the catalog knows. */
    private void forgetRemoved() {
        List<MapIndex.Change> changes = new ArrayList<>();
        Set<Path> before = unsummed;
        unsummed = new HashSet<>();
        index.forEachFound(known -> {
            KnownMap.Found found = known.found();
            if (found == null
                    || Files.exists(found.stamp().folder().resolve(ResultFiles.SUMMARY))
                    || (found.stamp().folder().startsWith(root) && !Files.isDirectory(root))) {
                return;
            }
            // A map that is written anew has no summary for a moment: its folder is given until the next walk.
            Path folder = found.stamp().folder();
            if (!Files.isDirectory(folder) || before.contains(folder)) {
                changes.add(without(known));
            } else {
                unsummed.add(folder);
            }
        });
        index.apply(changes, List.of());
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
