package io.slidestream.viewer.catalog;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A walk through ten thousand maps on a busy or distant disk takes seconds, so no request waits for one: it reads what the
 * last walk left, which is replaced as a whole. A map whose results were just written need not wait either: it is sought
 * where it must be, and only the rest is left to the next walk.
 */
/**
 * The finished maps below a results folder, found by their summary.json. One thread walks, another seeks; questions never
 * block on the disk.
 */
final class ResultsFolder {
    private static final Logger log = LoggerFactory.getLogger(ResultsFolder.class);

    private record Stamp(long millis, long size) {}

    private record Found(Stamp stamp, Optional<SlideMap> map) {}

    /**
     * Contents of the folder.
     *
     * @param maps the newest attempt of each
     * @param byLocation of their slides
     */
    private record Contents(Map<Path, Found> found, Map<MapId, SlideMap> maps, Map<String, Set<MapId>> byLocation) {
        static Contents of(Map<Path, Found> found) {
            Map<MapId, SlideMap> maps = new HashMap<>();
            found.values().stream()
                    .flatMap(one -> one.map().stream())
                    .forEach(map -> maps.merge(map.id(), map, (a, b) -> a.attempt() >= b.attempt() ? a : b));
            Map<String, Set<MapId>> byLocation = new HashMap<>();
            maps.values()
                    .forEach(map -> byLocation
                            .computeIfAbsent(map.slide().location(), location -> new HashSet<>())
                            .add(map.id()));
            return new Contents(found, maps, byLocation);
        }
    }

    /**
     * A map that should be here.
     *
     * @param walk the first that begins after it was missed: if that does not find it, it is lost
     */
    private record Sought(SlideVersion slide, int attempt, long walk) {}

    private final Path root;
    private final FolderResultsStore store;
    private final ModelCopies models = new ModelCopies();
    private final Map<MapId, Sought> sought = new ConcurrentHashMap<>();
    private final Queue<MapId> unsought = new ConcurrentLinkedQueue<>();
    /** Folders that were looked up and found during a walk, which may have passed them before. Guarded by this. */
    private final Map<Path, Found> meanwhile = new HashMap<>();

    private volatile Contents contents = Contents.of(Map.of());
    // Written by who holds this.
    private volatile long begunWalks;
    private volatile long endedWalks;
    private volatile long version;
    private volatile boolean closed;

    ResultsFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.store = new FolderResultsStore(root);
    }

    /** The newest attempt of a map; empty if there is none. */
    Optional<SlideMap> find(MapId id) {
        return Optional.ofNullable(contents.maps().get(id));
    }

    /** The newest attempt of each map, which does not change. */
    Map<MapId, SlideMap> maps() {
        return Collections.unmodifiableMap(contents.maps());
    }

    /** The maps of a slide. */
    Set<MapId> at(String location) {
        return contents.byLocation().getOrDefault(location, Set.of());
    }

    /** Changes when an answer may have changed. */
    long version() {
        return version;
    }

    /** Whether all that was here at the start is known. */
    boolean isComplete() {
        return endedWalks > 0;
    }

    /** Whether a map that was written is nowhere here. False until that is sure; it is sought from the first question on. */
    boolean isLost(SlideVersion slide, MapId id, int attempt) {
        Sought missing = sought.get(id);
        if (missing == null || missing.attempt() != attempt) {
            missing = new Sought(slide, attempt, begunWalks + 1);
            sought.put(id, missing);
            if (isComplete()) { // else the first walk is on its way to it
                unsought.add(id);
            }
        }
        return endedWalks >= missing.walk();
    }

    /** Looks for maps that were missed where they must be. */
    void seek() {
        for (MapId id = unsought.poll(); id != null && !closed; id = unsought.poll()) {
            Sought missing = sought.get(id);
            Optional<Path> folder = missing == null ? Optional.empty() : store.find(missing.slide(), id);
            if (folder.isPresent()) {
                Map<Path, Found> one = new HashMap<>();
                find(folder.get(), one);
                add(one);
            }
        }
    }

    /** Looks through the whole folder. */
    void walk() {
        synchronized (this) {
            begunWalks++;
            meanwhile.clear();
        }
        Map<Path, Found> now = new HashMap<>();
        try {
            walk(now);
        } catch (IOException e) {
            log.warn("{} could not be looked through: {}", root, e.toString());
        }
        if (!closed) {
            replace(now);
        }
    }

    /** Ends a walk at the next folder. */
    void close() {
        closed = true;
    }

    private synchronized void add(Map<Path, Found> one) {
        meanwhile.putAll(one);
        Map<Path, Found> all = new HashMap<>(contents.found());
        all.putAll(one);
        contents = Contents.of(all);
        forgetFound();
        version++;
    }

    /** Nobody who is told that a walk has ended, or another version, finds what was there before. */
    private synchronized void replace(Map<Path, Found> now) {
        now.putAll(meanwhile);
        boolean news = !now.equals(contents.found());
        if (news) {
            contents = Contents.of(now);
        }
        forgetFound();
        if (endedWalks == 0) {
            unsought.addAll(sought.keySet());
        }
        endedWalks = begunWalks;
        if (news || endedWalks == 1 || sought.values().stream().anyMatch(missing -> missing.walk() == endedWalks)) {
            version++;
        }
    }

    private void forgetFound() {
        Map<MapId, SlideMap> maps = contents.maps();
        sought.entrySet().removeIf(missing -> {
            SlideMap map = maps.get(missing.getKey());
            return map != null && map.attempt() >= missing.getValue().attempt();
        });
    }

    private void walk(Map<Path, Found> into) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (closed) {
                    return FileVisitResult.TERMINATE;
                }
                boolean hidden =
                        !folder.equals(root) && folder.getFileName().toString().startsWith(".");
                if (hidden || folder.getFileName().toString().endsWith(".zarr")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                find(folder, into);
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
        });
    }

    private void find(Path folder, Map<Path, Found> into) {
        try {
            BasicFileAttributes summary =
                    Files.readAttributes(folder.resolve(ResultFiles.SUMMARY), BasicFileAttributes.class);
            Stamp stamp = new Stamp(summary.lastModifiedTime().toMillis(), summary.size());
            Found known = contents.found().get(folder);
            into.put(folder, known != null && known.stamp().equals(stamp) ? known : new Found(stamp, read(folder)));
        } catch (IOException e) {
            log.trace("no results in {}", folder, e);
        }
    }

    private Optional<SlideMap> read(Path folder) {
        try {
            return Optional.of(SummaryFile.read(folder, models));
        } catch (IOException e) {
            log.warn("{} is not shown: {}", folder, e.getMessage());
            return Optional.empty();
        }
    }
}
