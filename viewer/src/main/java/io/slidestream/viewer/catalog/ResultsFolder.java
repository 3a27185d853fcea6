package io.slidestream.viewer.catalog;

import io.slidestream.contracts.MapId;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The finished maps below a results folder, found by their summary.json. Looks again when asked, not more than once a second. */
final class ResultsFolder {
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000;
    private static final Logger log = LoggerFactory.getLogger(ResultsFolder.class);

    private record Stamp(long millis, long size) {}

    private record Found(Stamp stamp, Optional<SlideMap> map) {}

    private final Path root;
    private final LongSupplier nanoTime;
    private final ModelCopies models = new ModelCopies();
    private Map<Path, Found> found = new HashMap<>();
    private Map<MapId, SlideMap> maps = Map.of();
    private long lookedAt;
    private boolean looked;
    private long version;

    ResultsFolder(Path root, LongSupplier nanoTime) {
        this.root = root.toAbsolutePath().normalize();
        this.nanoTime = nanoTime;
    }

    /** The newest attempt of each map. */
    synchronized Map<MapId, SlideMap> maps() {
        if (!looked || nanoTime.getAsLong() - lookedAt >= LOOK_AGAIN_NANOS) {
            look();
        }
        return maps;
    }

    /** Changes when what maps() says has changed. */
    synchronized long version() {
        maps();
        return version;
    }

    /** Makes the next question look, however lately it was looked. */
    synchronized void changed() {
        looked = false;
    }

    private void look() {
        looked = true;
        Map<Path, Found> now = new HashMap<>();
        try {
            walk(now);
        } catch (IOException e) {
            log.warn("{} could not be looked through: {}", root, e.toString());
        }
        lookedAt = nanoTime.getAsLong();
        if (now.equals(found)) {
            return;
        }
        found = now;
        Map<MapId, SlideMap> newest = new HashMap<>();
        now.values().stream()
                .flatMap(one -> one.map().stream())
                .forEach(map -> newest.merge(map.id(), map, (a, b) -> a.attempt() >= b.attempt() ? a : b));
        maps = Map.copyOf(newest);
        version++;
    }

    private void walk(Map<Path, Found> into) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
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
        });
    }

    private void find(Path folder, Map<Path, Found> into) {
        try {
            BasicFileAttributes summary =
                    Files.readAttributes(folder.resolve(ResultFiles.SUMMARY), BasicFileAttributes.class);
            Stamp stamp = new Stamp(summary.lastModifiedTime().toMillis(), summary.size());
            Found known = found.get(folder);
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
