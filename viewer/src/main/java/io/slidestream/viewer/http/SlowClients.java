package io.slidestream.viewer.http;

import io.slidestream.servicekit.health.Schedules;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/*
 * A write to a client that takes nothing waits for ever, and its thread with it. An interrupt closes the channel that a thread waits
 * for, so a thread that has spent too long on one small piece is interrupted; the lock keeps the interrupt within that piece.
 */
/** Ends answers to clients that take less than a piece in the time given. */
final class SlowClients implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 14;

    private final Duration patience;
    private final Set<Turn> turns = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Schedules.daemon("viewer-slow-clients");

    SlowClients(Duration patience) {
        this.patience = patience;
        long interval = Math.max(1, patience.toMillis() / 4);
        watch.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** One write in hand, of the thread that made it. */
    final class Turn implements AutoCloseable {
        private final Thread writer = Thread.currentThread();
        private final long begun = System.nanoTime();
        private boolean ended;
        private boolean interrupted;

        private Turn() {
            turns.add(this);
        }

        private synchronized void endIfOverdue() {
            if (!ended && !interrupted && System.nanoTime() - begun > patience.toNanos()) {
                interrupted = true;
                writer.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            ended = true;
            turns.remove(this);
            if (interrupted) {
                Thread.interrupted(); // ours, and the channel is closed
            }
        }
    }

    Turn turn() {
        return new Turn();
    }

    OutputStream guarding(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += PIECE_BYTES) {
                    try (Turn turn = turn()) {
                        out.write(bytes, offset + done, Math.min(PIECE_BYTES, length - done));
                    }
                }
            }

            @Override
            public void write(int single) throws IOException {
                try (Turn turn = turn()) {
                    out.write(single);
                }
            }

            @Override
            public void flush() throws IOException {
                try (Turn turn = turn()) {
                    out.flush();
                }
            }

            @Override
            public void close() throws IOException {
                try (Turn turn = turn()) {
                    out.close();
                }
            }
        };
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void look() {
        turns.forEach(Turn::endIfOverdue);
    }
}
