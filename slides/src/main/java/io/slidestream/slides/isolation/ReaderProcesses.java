package io.slidestream.slides.isolation;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.isolation.ReaderDiedException.Death;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHandle;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A process serves one request at a time, so whatever ends it is the slide in its hand: no other is ever suspected. A slide is
 * opened in whichever processes its reads come to, so its reads run side by side, as they would on one handle, and a
 * process that died takes nothing with it that the next does not open again.
 */
/** A few processes in which OpenSlide runs. Safe for concurrent use. */
public final class ReaderProcesses implements OpenSlideHost, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderProcesses.class);

    /** Longer than a share is waited for. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final int MAX_PROCESSES = 8;
    private static final int TRIES = 2;
    /** Processes in a row that are found dead before they had a request. */
    private static final int FOUND_DEAD = 10;

    private final List<String> command;
    private final int processes;
    private final Duration limit;
    private final LongAdder crashes = new LongAdder();
    private final LongAdder hangs = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final List<ReaderProcess> idle = new ArrayList<>();
    private final List<ReaderProcess> all = new ArrayList<>();
    private int starting;
    private boolean preparing;
    private boolean closed;

    /** As many as there are processors; each is started when it is needed. */
    public ReaderProcesses() {
        this(
                ReaderCommand.of(ReaderMain.class),
                Math.max(2, Math.min(MAX_PROCESSES, Runtime.getRuntime().availableProcessors())),
                LIMIT);
    }

    ReaderProcesses(List<String> command, int processes, Duration limit) {
        this.command = List.copyOf(command);
        this.processes = processes;
        this.limit = limit;
    }

    @Override
    public Optional<OpenedSlide> open(SlideFile file) throws SlideException {
        RemoteSlide slide = new RemoteSlide(this, file);
        return slide.open() ? Optional.of(slide) : Optional.empty();
    }

    /** Starts one process already, on a thread of its own, so that the first slide need not wait for it. */
    public void prepare() {
        lock.lock();
        try {
            if (closed || starting > 0 || !all.isEmpty()) {
                return;
            }
            starting++;
            preparing = true;
        } finally {
            lock.unlock();
        }
        Thread thread = new Thread(this::startIdle, "reader-process-start");
        thread.setDaemon(true);
        thread.start();
    }

    private void startIdle() {
        try {
            giveBack(start());
        } catch (SlideException e) {
            LOG.debug("no reader process was prepared", e); // whoever needs one says so
        } finally {
            lock.lock();
            try {
                preparing = false;
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Processes that died over a slide. */
    public long crashes() {
        return crashes.sum();
    }

    /** Processes that were ended over a slide, as they did not come back from it. */
    public long hangs() {
        return hangs.sum();
    }

    /** Ends all; requests under way fail. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            all.forEach(ReaderProcess::kill);
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks for a slide, a second time if the process dies.
     *
     * @param what is asked, for people
     * @throws OpenSlideException OpenSlide's own words
     * @throws SlideException CRASHES_READER if two processes died of it, CHANGED if the file is no longer the one that is
     *     asked for, FAILED if no process can be started
     */
    <T> Optional<T> ask(SlideFile file, String what, ReaderProcess.Question question, Payload<T> payload)
            throws SlideException, OpenSlideException {
        ReaderMain.Key key = key(file);
        int died = 0;
        int foundDead = 0;
        while (true) {
            ReaderProcess process = borrow(key);
            Reply<T> reply;
            try {
                reply = process.ask(question, (status, in, shared) -> reply(status, in, payload, shared), limit);
                giveBack(process);
            } catch (ReaderDiedException e) {
                giveBack(process);
                LOG.warn(
                        "a reader process died: {} of {}: {}", what, file.path().toUri(), e.getMessage());
                if (e.death() == Death.BEFORE && ++foundDead < FOUND_DEAD) {
                    continue;
                }
                (e.death() == Death.HANG ? hangs : crashes).increment();
                file.checkReachable(); // a share that is away hangs whoever reads from it
                if (++died < TRIES) {
                    continue;
                }
                throw crashes(file, what, e);
            }
            return answer(file, reply);
        }
    }

    /** Closes it wherever it is open. */
    void forget(SlideFile file) {
        ReaderMain.Key key = key(file);
        lock.lock();
        try {
            for (ReaderProcess process : all) {
                if (process.opened.remove(key)) {
                    process.closing.add(key);
                }
            }
            idle.forEach(ReaderProcesses::tellClosed);
        } finally {
            lock.unlock();
        }
    }

    /** Reads what follows the word that all is well. */
    @FunctionalInterface
    interface Payload<T> {
        T take(DataInputStream in, java.nio.IntBuffer shared) throws IOException;
    }

    private record Reply<T>(int status, @Nullable T value, String error) {}

    private static <T> Reply<T> reply(int status, DataInputStream in, Payload<T> payload, java.nio.IntBuffer shared)
            throws IOException {
        return switch (status) {
            case Wire.OK -> new Reply<>(status, payload.take(in, shared), "");
            case Wire.ERROR -> new Reply<>(status, null, Wire.text(in));
            case Wire.UNKNOWN, Wire.CHANGED, Wire.NO_LIBRARY -> new Reply<>(status, null, "");
            default -> throw new IOException("a reader process said " + status);
        };
    }

    private static <T> Optional<T> answer(SlideFile file, Reply<T> reply) throws SlideException, OpenSlideException {
        switch (reply.status()) {
            case Wire.ERROR -> throw new OpenSlideException(reply.error());
            case Wire.CHANGED -> {
                file.checkUnchanged();
                throw new SlideException(
                        RejectionReason.FAILED, FileUris.text(file.path()) + " was away while it was opened");
            }
            case Wire.NO_LIBRARY -> {
                String version = OpenSlideHandle.version(); // says how to install it
                throw new SlideException(
                        RejectionReason.FAILED, "OpenSlide " + version + " is there now and was not: try again");
            }
            default -> {
                return Optional.ofNullable(reply.value());
            }
        }
    }

    private static SlideException crashes(SlideFile file, String what, ReaderDiedException e) {
        return new SlideException(
                RejectionReason.CRASHES_READER,
                FileUris.text(file.path()) + " ended the process that reads slides, twice (" + what + ": "
                        + e.getMessage() + "); keep the file apart, and copy it again from the scanner",
                e);
    }

    /** Waits for one; prefers those in which the slide is open. */
    private ReaderProcess borrow(ReaderMain.Key key) throws SlideException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new IllegalStateException("the reader processes are closed");
                }
                ReaderProcess free = takeIdle(key);
                if (free != null) {
                    return free;
                }
                if (!preparing && all.size() + starting < processes) {
                    break;
                }
                given.awaitUninterruptibly();
            }
            starting++;
        } finally {
            lock.unlock();
        }
        ReaderProcess process = start();
        lock.lock();
        try {
            process.opened.add(key);
        } finally {
            lock.unlock();
        }
        return process;
    }

    private @Nullable ReaderProcess takeIdle(ReaderMain.Key key) {
        idle.removeIf(process -> {
            boolean dead = !process.isAlive();
            if (dead) {
                all.remove(process);
            }
            return dead;
        });
        for (ReaderProcess process : idle) {
            if (process.opened.contains(key)) {
                idle.remove(process);
                return process;
            }
        }
        if (idle.isEmpty()) {
            return null;
        }
        ReaderProcess process = idle.remove(idle.size() - 1);
        process.opened.add(key);
        return process;
    }

    /** Starts one that was counted as starting. */
    private ReaderProcess start() throws SlideException {
        ReaderProcess process = null;
        try {
            process = ReaderProcess.start(command, START_LIMIT);
            return process;
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.FAILED, "no process to read slides could be started: " + FileFault.words(e), e);
        } finally {
            lock.lock();
            try {
                starting--;
                if (process != null) {
                    all.add(process);
                    if (closed) {
                        process.kill();
                    }
                }
                given.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    private void giveBack(ReaderProcess process) {
        lock.lock();
        try {
            if (process.isAlive()) {
                tellClosed(process);
                idle.add(process);
            } else {
                all.remove(process);
            }
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    private static void tellClosed(ReaderProcess process) {
        if (!process.closing.isEmpty()) {
            process.forget(process.closing);
            process.closing.clear();
        }
    }

    private static ReaderMain.Key key(SlideFile file) {
        return new ReaderMain.Key(file.path().toUri().toString(), file.sizeBytes(), file.modifiedMillis());
    }

    static ReaderProcess.Question question(SlideFile file, int operation, ReaderProcess.Question more) {
        return out -> {
            out.writeByte(operation);
            ReaderProcess.put(out, key(file));
            more.put(out);
        };
    }
}
