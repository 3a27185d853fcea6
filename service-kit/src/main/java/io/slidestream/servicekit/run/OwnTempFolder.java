package io.slidestream.servicekit.run;

import io.slidestream.contracts.files.FolderRemoval;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/*
 * Libraries in jars are unpacked into the folder of temporary files, 15 MB of RocksDB alone, and removed when the JVM ends of its own
 * accord. Who is killed leaves them, and a service that is killed again and again fills the disk. No rule tells whose a file is that
 * another process may need, so each process has a folder, whose lock the kernel takes back when it dies.
 */
/** A folder of temporary files for this process alone. The next process removes those whose process has ended. */
public final class OwnTempFolder {
    private static final String PREFIX = "slidestream-process-";
    private static final String LOCK = ".lock";
    private static final String PROPERTY = "java.io.tmpdir";
    /** By the file that is locked, until the JVM ends. */
    private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

    private OwnTempFolder() {}

    /**
     * Makes it this JVM's folder of temporary files. Call before anything else, since Java looks for that folder once. Where there can
     * be none, all stays as it is.
     */
    public static synchronized void use() {
        if (HELD.isEmpty()) {
            try {
                Path folder = in(Path.of(System.getProperty(PROPERTY)));
                System.setProperty(PROPERTY, folder.toString());
            } catch (IOException | UnsupportedOperationException e) {
                // a disk that is full or read-only, or one without permissions
            }
        }
    }

    /** Makes a folder in that one, and removes those that are nobody's any more. */
    static synchronized Path in(Path parent) throws IOException {
        FileAttribute<?> ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path folder = parent.resolve(PREFIX + Long.toHexString(new SecureRandom().nextLong()));
        // The lock is there first: what has none is not removed.
        FileChannel channel = FileChannel.open(lockOf(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw new IOException(folder + " is locked");
        }
        Files.createDirectory(folder, ours);
        HELD.put(lockOf(folder), lock);
        sweep(parent);
        return folder;
    }

    private static void sweep(Path parent) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
            for (Path lock : locks) {
                // The kernel takes all our locks of a file back when we close it once, though it is open elsewhere.
                if (HELD.containsKey(lock)) {
                    continue;
                }
                String name = String.valueOf(lock.getFileName());
                removeIfNobodys(lock, parent.resolve(name.substring(0, name.length() - LOCK.length())));
            }
        } catch (IOException e) {
            // The next process tries again.
        }
    }

    private static void removeIfNobodys(Path lock, Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return; // it is just being made
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock ours = channel.tryLock()) {
            if (ours != null) {
                FolderRemoval.remove(folder);
                Files.deleteIfExists(lock);
            }
        } catch (IOException e) {
            // Another user's.
        }
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }
}
