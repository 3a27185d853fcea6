package io.slidestream.slides.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file that was removed from one whose share is away. A share that is not mounted leaves an empty folder, or another
 * one than its files were last found in; who removes a slide leaves the folder as it is. Safe for concurrent use.
 */
final class SeenFolders {
    private static final int KEPT = 1000;
    /** By folder, what the system knows it by: device and number. */
    private static final Map<Path, Object> KEYS = new ConcurrentHashMap<>();

    private SeenFolders() {}

    /** Remembers in which folder a file was found. */
    static void found(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Object key = folder == null ? null : key(folder);
        if (folder != null && key != null) {
            if (KEYS.size() >= KEPT) {
                KEYS.clear();
            }
            KEYS.put(folder, key);
        }
    }

    /** Whether it is likely that a file is missing because all that was near it is. */
    static boolean isAway(Path missing) {
        Path folder = missing.toAbsolutePath().getParent();
        Path there = folder;
        while (there != null && !Files.isDirectory(there)) {
            there = there.getParent();
        }
        if (folder == null || there == null) {
            return false;
        }
        Object before = KEYS.get(folder);
        if (before != null && there.equals(folder)) {
            return !before.equals(key(folder));
        }
        return isEmpty(there);
    }

    /** Null where the system tells none, and when the folder cannot be looked at. */
    static @Nullable Object key(Path folder) {
        try {
            return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isEmpty(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            return true;
        }
    }
}
