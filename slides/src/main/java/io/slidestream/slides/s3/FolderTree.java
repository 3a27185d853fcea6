package io.slidestream.slides.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders with all that is in them, while others may be adding and removing. Links are not followed. */
final class FolderTree {
    /** A folder of files as long as slides, of which only a little is there. */
    static final String INDEX = "index";

    private FolderTree() {}

    /** All files but those of indexes. */
    static long sizeBytes(Path folder) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.endsWith(INDEX) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone meanwhile
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    /** The names of the folders in it, by time. */
    static List<String> oldestFirst(Path folder) throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                try {
                    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                        times.put(entry.getFileName().toString(), Files.getLastModifiedTime(entry));
                    }
                } catch (IOException e) {
                    // gone meanwhile
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return times.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Removes files of a folder, the oldest first, until so many bytes are gone; gives how many are. */
    static long deleteOldest(Path folder, long wantedBytes) throws IOException {
        record Dated(Path path, FileTime time, long sizeBytes) {}
        List<Dated> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                try {
                    BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
                    if (found.isRegularFile()) {
                        files.add(new Dated(entry, found.lastModifiedTime(), found.size()));
                    }
                } catch (IOException e) {
                    // gone meanwhile
                }
            }
        }
        files.sort(Comparator.comparing(Dated::time));
        long gone = 0;
        for (Dated file : files) {
            if (gone >= wantedBytes) {
                break;
            }
            if (Files.deleteIfExists(file.path())) {
                gone += file.sizeBytes();
            }
        }
        return gone;
    }

    /** Nothing happens where it is not. */
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> entries = Files.list(path)) {
                for (Path entry : entries.toList()) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
