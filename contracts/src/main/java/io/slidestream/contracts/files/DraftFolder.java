package io.slidestream.contracts.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hidden folder in which something is made before it moves into place. What did not is removed on close, and so it is when Ctrl-C
 * or SIGTERM end the JVM; drafts of processes that were killed are removed by the next for the same place, which knows them by
 * their lock, that the kernel takes back.
 */
public final class DraftFolder implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String OLD = ".old";
    private static final Pattern SUFFIX = Pattern.compile("[0-9a-f]{8}");
    /** What somebody still writes into may not be gone at once. */
    private static final int TRIES_AT_THE_END = 5;

    private static final Set<DraftFolder> OPEN = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(DraftFolder::removeAll, "unfinished-drafts"));
        } catch (IllegalStateException e) {
            // The JVM is ending already.
        }
    }

    private final Path path;
    private @Nullable FileChannel lock;

    private DraftFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes a folder beside what is to be made.
     *
     * @param target need not be there, nor its parent
     */
    public static DraftFolder of(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        Path parent = Files.createDirectories(place.resolveSibling(""));
        String prefix = "." + place.getFileName() + ".";
        sweep(parent, prefix);
        DraftFolder draft = new DraftFolder(
                parent.resolve(prefix + UUID.randomUUID().toString().substring(0, 8)));
        OPEN.add(draft);
        try {
            Files.createDirectory(draft.path);
            draft.lock = locked(draft.path.resolve(LOCK));
        } catch (IOException e) {
            draft.close();
            throw e;
        }
        return draft;
    }

    public Path path() {
        return path;
    }

    /**
     * Moves the folder to its place, and what is there out of the way. A signal waits until that is done.
     *
     * @throws IOException if it could not be moved; then all is as it was
     */
    public synchronized void moveTo(Path target) throws IOException {
        unlock();
        Path old = path.resolveSibling(path.getFileName() + OLD);
        boolean replaces = Files.exists(target);
        if (replaces) {
            move(target, old);
        }
        try {
            move(path, target);
        } catch (IOException e) {
            if (replaces) {
                move(old, target);
            }
            throw e;
        }
        if (replaces) {
            FolderRemoval.remove(old);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        OPEN.remove(this);
        unlock();
        FolderRemoval.remove(path);
    }

    private static void removeAll() {
        OPEN.forEach(draft -> {
            for (int i = 0; i < TRIES_AT_THE_END && Files.exists(draft.path); i++) {
                try {
                    draft.close();
                } catch (IOException e) {
                    // once more, or else the next draft removes it
                }
            }
        });
    }

    private static void sweep(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(parent, entry -> isDraft(entry, prefix))) {
            for (Path draft : drafts) {
                // The kernel takes all our locks of a file back when we close it once, though it is open elsewhere.
                if (OPEN.stream().noneMatch(ours -> ours.path.equals(draft))) {
                    removeIfNobodys(draft);
                }
            }
        }
    }

    private static boolean isDraft(Path entry, String prefix) {
        String name = String.valueOf(entry.getFileName());
        return name.startsWith(prefix)
                && SUFFIX.matcher(name.substring(prefix.length())).matches()
                && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }

    private static void removeIfNobodys(Path draft) {
        try (FileChannel channel =
                        FileChannel.open(draft.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FolderRemoval.remove(draft);
            }
        } catch (IOException e) {
            // Another user's, or it is just being made or moved, or there are no locks.
        }
    }

    /** Null where there are no locks: then nobody but this process removes the draft. */
    private static @Nullable FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (IOException e) {
            // as if another had it
        }
        channel.close();
        Files.delete(file);
        return null;
    }

    private void unlock() throws IOException {
        FileChannel held = lock;
        if (held != null) {
            lock = null;
            Files.deleteIfExists(path.resolve(LOCK));
            held.close();
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }
}
