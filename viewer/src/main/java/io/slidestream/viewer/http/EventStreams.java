package io.slidestream.viewer.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Server-sent events. Each stream holds a thread, so there is a bound; a browser that is refused asks again by itself. */
public final class EventStreams implements AutoCloseable {
    private static final int MAX_STREAMS = 96;
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final int TICKS_BETWEEN_SIGNS_OF_LIFE = 25;

    private final Semaphore free = new Semaphore(MAX_STREAMS);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Source of a stream's events. Confined to one thread. */
    @FunctionalInterface
    public interface Source {
        /**
         * Sends what is new, again and again.
         *
         * @return false when there will never be more
         */
        boolean tell(EventSink sink) throws IOException;
    }

    public Reply stream(Source source) throws Problem {
        if (free.availablePermits() == 0) {
            throw Problem.unavailable(MAX_STREAMS + " pages are open already; close some");
        }
        return new Reply(
                200,
                Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store", "X-Accel-Buffering", "no"),
                Reply.UNKNOWN,
                out -> run(source, out));
    }

    public int open() {
        return MAX_STREAMS - free.availablePermits();
    }

    /** Ends every stream within a tick. */
    @Override
    public void close() {
        closed.set(true);
    }

    private void run(Source source, OutputStream out) throws IOException {
        if (!free.tryAcquire()) {
            return; // the browser asks again
        }
        try {
            EventSink sink = new EventSink(out);
            out.write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            int quiet = 0;
            while (!closed.get() && source.tell(sink)) {
                quiet = sink.flush() ? 0 : quiet + 1;
                if (quiet >= TICKS_BETWEEN_SIGNS_OF_LIFE) {
                    sink.signOfLife();
                    quiet = 0;
                }
                Thread.sleep(PAUSE.toMillis());
            }
            sink.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }
}
