package io.slidestream.slides.s3;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * <root>/<id>/         a whole slide; its time is that of the last use
 * <root>/<id>pieces/   pieces of one, of which any may be removed at any time, and its index
 * <root>/<id>.part/    one being downloaded, its files already as long as they will be, so that their room is counted
 * <root>/<id>.gone/    one being removed
 * <root>/locks         see HostLocks: an id is shared by its readers, alone for who downloads or removes it; "room" is alone for
 *                      who counts and makes room
 *
 * Whoever holds "room" only tries for ids, and never waits, so nobody waits for each other.
 */
/**
 * Slides on this host's disk, shared by threads and processes, bounded in bytes. Each is downloaded by one and waited for by
 * the others; the one used longest ago goes first, never one in use.
 */
public final class SlideCache {
    private static final Logger LOG = LoggerFactory.getLogger(SlideCache.class);
    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final String ROOM = "room";
    private static final String PART = ".part";
    static final String GONE = ".gone";

    /** End of the ids of slides in pieces. */
    static final String PIECES = "pieces";

    private static final long MAX_GRANT_BYTES = 512L << 20;

    private final Path root;
    private final long maxBytes;
    private final HostLocks locks;
    private final S3Metrics metrics;
    private final AtomicLong used = new AtomicLong();
    private final Object granting = new Object();
    private long grantedBytes;

    /** Puts a slide's files, which are there already in their full lengths, into a folder. */
    interface Filler<E extends Exception> {
        void fill(Path folder) throws IOException, InterruptedException, E;
    }

    /** A slide that stays until it is closed. */
    final class Entry implements AutoCloseable {
        private final String id;
        private boolean closed;

        private Entry(String id) {
            this.id = id;
        }

        Path folder() {
            return root.resolve(id);
        }

        /**
         * Makes room for a piece in its folder.
         *
         * @throws CacheRoomException if there is none
         */
        void admit(int bytes) throws IOException, InterruptedException {
            SlideCache.this.admit(bytes);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                touch(id);
                release(id);
            }
        }
    }

    private SlideCache(Path root, long maxBytes, HostLocks locks, S3Metrics metrics) {
        this.root = root;
        this.maxBytes = maxBytes;
        this.locks = locks;
        this.metrics = metrics;
        metrics.used(used::get);
    }

    /**
     * Opens the cache and removes what processes that died left half-done.
     *
     * @param root made when it is missing, for this user alone: slides may show names
     * @param maxBytes of all slides together; processes that share a cache should agree on it
     */
    public static SlideCache in(Path root, long maxBytes, S3Metrics metrics) throws IOException {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, was " + maxBytes);
        }
        try {
            Files.createDirectories(root.toAbsolutePath().getParent());
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            checkIsOurs(root);
        }
        Path real = root.toRealPath();
        SlideCache cache = new SlideCache(real, maxBytes, HostLocks.in(real), metrics);
        cache.clean();
        return cache;
    }

    /** Whoever else can write there could exchange slides, and whoever can read there could see them. */
    private static void checkIsOurs(Path root) throws IOException {
        PosixFileAttributes found = Files.readAttributes(root, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory() || !Files.isWritable(root)) {
            throw new IOException(root + " is no folder that this user can write to; remove it or set s3.cache.folder");
        }
        UserPrincipal us = root.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        if (!found.owner().equals(us)) {
            throw new IOException(root + " belongs to " + found.owner().getName() + ", not to " + us.getName()
                    + "; set s3.cache.folder to a folder of your own");
        }
        if (!Collections.disjoint(found.permissions(), WRITABLE_BY_OTHERS)) {
            throw new IOException(root + " can be written to by others ("
                    + PosixFilePermissions.toString(found.permissions())
                    + "); set s3.cache.folder to a folder of your own, or empty this one and run chmod 700 on it");
        }
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * The slide, from disk or filled in now; the caller closes it.
     *
     * @param id in letters and digits
     * @throws CacheRoomException if there is no room for it
     * @throws IOException if it could not be filled in; nothing is left of it
     * @throws E what the filler throws
     */
    <E extends Exception> Entry hold(String id, List<CachedFile> files, Filler<E> filler)
            throws IOException, InterruptedException, E {
        boolean filled = false;
        while (true) {
            if (locks.tryShare(id)) {
                if (Files.isDirectory(root.resolve(id))) {
                    touch(id);
                    if (!filled) {
                        metrics.hit();
                    }
                    return new Entry(id);
                }
                release(id);
                if (locks.tryAlone(id)) {
                    try {
                        if (!Files.isDirectory(root.resolve(id))) {
                            fill(id, files, filler);
                            filled = true;
                        }
                    } finally {
                        release(id);
                    }
                    continue;
                }
            }
            locks.awaitRelease();
        }
    }

    /** The folder of a slide's pieces, which the caller fills and closes; pieces in it may go meanwhile. */
    Entry holdPieces(String id) throws IOException, InterruptedException {
        while (!locks.tryShare(id)) {
            locks.awaitRelease();
        }
        boolean held = false;
        try {
            Files.createDirectories(root.resolve(id));
            touch(id);
            held = true;
            return new Entry(id);
        } finally {
            if (!held) {
                release(id);
            }
        }
    }

    /** Counting all files for each piece would take longer than fetching it: room is made for many at a time. */
    private void admit(int bytes) throws IOException, InterruptedException {
        synchronized (granting) {
            if (grantedBytes < bytes) {
                long free = Math.min(MAX_GRANT_BYTES, root.toFile().getUsableSpace() / 4);
                long grant = Math.max(bytes, Math.min(maxBytes / 16, free));
                while (!locks.tryAlone(ROOM)) {
                    locks.awaitRelease();
                }
                try {
                    makeRoom(grant);
                } finally {
                    release(ROOM);
                }
                grantedBytes = grant;
            }
            grantedBytes -= bytes;
            used.addAndGet(bytes);
        }
    }

    /** Whether it is there now; it may go at once. */
    boolean contains(String id) {
        return Files.isDirectory(root.resolve(id));
    }

    /** Removes a slide that nobody will want again, unless it is in use. */
    void drop(String id) throws IOException {
        if (contains(id) && locks.tryAlone(id)) {
            try {
                remove(id);
            } finally {
                release(id);
            }
        }
    }

    private <E extends Exception> void fill(String id, List<CachedFile> files, Filler<E> filler)
            throws IOException, InterruptedException, E {
        metrics.missed();
        Path part = root.resolve(id + PART);
        boolean whole = false;
        try {
            reserve(part, files);
            filler.fill(part);
            Files.move(part, root.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            whole = true;
        } finally {
            if (!whole) {
                FolderTree.delete(part);
            }
        }
    }

    private void reserve(Path part, List<CachedFile> files) throws IOException, InterruptedException {
        while (!locks.tryAlone(ROOM)) {
            locks.awaitRelease();
        }
        try {
            FolderTree.delete(part);
            long needed = files.stream().mapToLong(CachedFile::sizeBytes).sum();
            makeRoom(needed);
            Files.createDirectory(part);
            for (CachedFile file : files) {
                Path path = part.resolve(file.path());
                Files.createDirectories(path.getParent());
                try (RandomAccessFile reserved = new RandomAccessFile(path.toFile(), "rw")) {
                    reserved.setLength(file.sizeBytes());
                }
            }
            used.addAndGet(needed);
        } finally {
            release(ROOM);
        }
    }

    /** Holding the room. */
    private void makeRoom(long needed) throws IOException {
        if (needed > maxBytes) {
            throw new CacheRoomException(
                    CacheRoomException.Kind.LASTING,
                    "it takes " + mebibytes(needed) + " MiB, more than the whole cache of " + mebibytes(maxBytes)
                            + " MiB; raise s3.cache.size");
        }
        long sum = FolderTree.sizeBytes(root);
        for (String id : FolderTree.oldestFirst(root)) {
            if (sum + needed <= maxBytes && hasSpace(needed)) {
                break;
            }
            if (id.indexOf('.') < 0 && locks.tryAlone(id)) {
                try {
                    long size = FolderTree.sizeBytes(root.resolve(id));
                    remove(id);
                    sum -= size;
                    metrics.evicted();
                    LOG.info("removed {} of {} MiB from the cache to make room", id, mebibytes(size));
                } finally {
                    release(id);
                }
            }
        }
        for (String id : FolderTree.oldestFirst(root)) {
            if (sum + needed > maxBytes && id.endsWith(PIECES)) {
                sum -= FolderTree.deleteOldest(root.resolve(id), sum + needed - maxBytes);
            }
        }
        used.set(sum);
        if (sum + needed > maxBytes) {
            throw new CacheRoomException(
                    CacheRoomException.Kind.PASSING,
                    "the slides in use fill the cache of " + mebibytes(maxBytes) + " MiB; raise s3.cache.size");
        }
        if (!hasSpace(needed)) {
            throw new CacheRoomException(
                    CacheRoomException.Kind.PASSING,
                    "the disk of " + root + " has no room for " + mebibytes(needed)
                            + " MiB; free some, or set s3.cache.folder to a larger one");
        }
    }

    private boolean hasSpace(long needed) {
        return root.toFile().getUsableSpace() >= needed;
    }

    /** Holding the id alone. The name goes at once, its bytes after it. */
    private void remove(String id) throws IOException {
        Path gone = root.resolve(id + GONE);
        FolderTree.delete(gone);
        try {
            Files.move(root.resolve(id), gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return; // another process was faster
        }
        FolderTree.delete(gone);
    }

    private void clean() throws IOException {
        for (String name : FolderTree.oldestFirst(root)) {
            if (name.endsWith(PART) || name.endsWith(GONE)) {
                String id = name.substring(0, name.lastIndexOf('.'));
                if (locks.tryAlone(id)) {
                    try {
                        FolderTree.delete(root.resolve(name));
                        LOG.info("removed {}, which was left half-done", name);
                    } finally {
                        release(id);
                    }
                }
            }
        }
        used.set(FolderTree.sizeBytes(root));
    }

    private void touch(String id) {
        try {
            Files.setLastModifiedTime(root.resolve(id), FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("the use of {} could not be noted", id, e);
        }
    }

    private void release(String id) {
        try {
            locks.release(id);
        } catch (IOException e) {
            LOG.warn("the lock of {} could not be given back", id, e);
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
