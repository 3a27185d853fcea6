package io.slidestream.mapfiles.results;

import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Lets one thread at a time have a folder, and never waits for who has another. Safe for concurrent use. */
final class FolderLocks {
    private final Set<Path> held = new HashSet<>();

    /** A folder that is had until this is closed. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for whoever has the folder. Whoever has it must not ask for it again. */
    synchronized Hold hold(Path folder) throws InterruptedIOException {
        while (!held.add(folder)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while another thread wrote to " + folder);
            }
        }
        return () -> release(folder);
    }

    private synchronized void release(Path folder) {
        held.remove(folder);
        notifyAll();
    }
}
