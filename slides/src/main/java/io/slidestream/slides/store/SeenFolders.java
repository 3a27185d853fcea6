package io.slidestream.slides.store;

import io.slidestream.slides.RecentlyUsed;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file that was removed from one whose share is away. A share that is not mounted leaves an empty folder, or another
 * one than its files were last found in; who removes a slide leaves the folder as it is. Safe for concurrent use.
 */
final class SeenFolders {
    private static final int KEPT = 1000;
    /** File keys (device and inode) by folder; the most recently used are kept. */
    private final RecentlyUsed<Path, Object> keys = new RecentlyUsed<>(KEPT);

    /** Remembers in which folder a file was found. */
    void found(SlideFile file) {
        Path folder = file.path().toAbsolutePath().getParent();
        Object key = file.folderKey();
        if (folder != null && key != null) {
            keys.put(folder, key);
        }
    }

    /** Whether it is likely that a file is missing because all that was near it is. */
    boolean isAway(Path missing) {
        Path folder = missing.toAbsolutePath().getParent();
        return folder != null && isAway(missing, keys.get(folder).orElse(null));
    }

    /** @param before what the system knew the file's folder by when it was there; null where that is not known */
    static boolean isAway(Path missing, @Nullable Object before) {
        Path folder = missing.toAbsolutePath().getParent();
        Path there = folder;
        while (there != null && !Files.isDirectory(there)) {
            there = there.getParent();
        }
        if (folder == null || there == null) {
            return false;
        }
        if (before != null && there.equals(folder)) {
            return !before.equals(key(folder));
        }
        return isEmpty(there);
    }

    /** Null where the system tells none, and when the folder cannot be looked at. */
    static @Nullable Object key(@Nullable Path folder) {
        if (folder == null) {
            return null;
        }
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
