package io.slidestream.viewer.forgetting;

import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removes the results of a map, and nothing else: folders of other maps may lie among its files. */
final class MapFolder {
    private MapFolder() {}

    /**
     * Removes the files of a map, and the folders up to the root that are empty then.
     *
     * @param location of the slide that the map must be of
     * @return number of files; 0 where no such map is there
     */
    static int remove(Path folder, String location, Path root) throws IOException {
        if (!holds(folder, location)) {
            return 0;
        }
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                            || Files.isSymbolicLink(entry)
                            || ResultFiles.isOfMap(entry))
                    .forEach(entries::add);
        }
        Path summary = folder.resolve(ResultFiles.SUMMARY);
        entries.remove(summary);
        int files = 1;
        for (Path entry : entries) {
            files += delete(entry);
        }
        Files.delete(summary); // last: while it is there, the rest can be found again
        for (Path empty = folder;
                empty != null && !empty.equals(root) && empty.startsWith(root);
                empty = empty.getParent()) {
            try (Stream<Path> left = Files.list(empty)) {
                if (left.findAny().isPresent()) {
                    break;
                }
            }
            Files.delete(empty);
        }
        return files;
    }

    private static boolean holds(Path folder, String location) {
        try {
            return MapSummary.in(folder).slideLocation().equals(location);
        } catch (IOException e) {
            return false;
        }
    }

    private static int delete(Path entry) throws IOException {
        int[] files = new int[1];
        Files.walkFileTree(entry, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                files[0]++;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
        return files[0];
    }
}
