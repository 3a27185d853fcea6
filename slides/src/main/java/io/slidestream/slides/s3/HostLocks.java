package io.slidestream.slides.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * One byte of one file for each name, at a place that its hash gives: the kernel lets go of a dead process's locks, and no lock
 * files are left over. A process must open that file once only, since closing any channel of it would give up all its locks;
 * hence one object for each folder, which is never closed. The kernel knows no threads, so those are counted here.
 */
/** Locks by name between threads and processes of this host: many may share one, or one has it alone. */
final class HostLocks {
    private static final Map<Path, HostLocks> BY_FOLDER = new ConcurrentHashMap<>();
    private static final long WAIT_MILLIS = 50;

    private final FileChannel file;
    private final Map<String, Held> held = new HashMap<>();

    /** @param sharers 0 where one has it alone */
    private record Held(FileLock lock, int sharers) {}

    private HostLocks(FileChannel file) {
        this.file = file;
    }

    /** @param folder that exists, always by the same path */
    static HostLocks in(Path folder) throws IOException {
        synchronized (BY_FOLDER) {
            HostLocks known = BY_FOLDER.get(folder);
            if (known == null) {
                known = new HostLocks(FileChannel.open(
                        folder.resolve("locks"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
                BY_FOLDER.put(folder, known);
            }
            return known;
        }
    }

    /** False if somebody has it alone. */
    synchronized boolean tryShare(String name) throws IOException {
        Held mine = held.get(name);
        if (mine != null) {
            if (mine.sharers == 0) {
                return false;
            }
            held.put(name, new Held(mine.lock, mine.sharers + 1));
            return true;
        }
        return keep(name, file.tryLock(place(name), 1, true), 1);
    }

    /** False if anybody has it. */
    synchronized boolean tryAlone(String name) throws IOException {
        return held.get(name) == null && keep(name, file.tryLock(place(name), 1, false), 0);
    }

    synchronized void release(String name) throws IOException {
        Held mine = held.remove(name);
        if (mine == null) {
            throw new IllegalStateException(name + " is not held");
        }
        if (mine.sharers > 1) {
            held.put(name, new Held(mine.lock, mine.sharers - 1));
        } else {
            mine.lock.release();
        }
        notifyAll();
    }

    /** Waits until something may have been released, at the latest a little while. */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again, and waits again
    synchronized void awaitRelease() throws InterruptedException {
        wait(WAIT_MILLIS);
    }

    private boolean keep(String name, @Nullable FileLock lock, int sharers) {
        if (lock == null) {
            return false;
        }
        held.put(name, new Held(lock, sharers));
        return true;
    }

    /** Two names in 2^62 share a place; then one waits for the other. */
    private static long place(String name) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100_0000_01B3L;
        }
        return hash >>> 2;
    }
}
