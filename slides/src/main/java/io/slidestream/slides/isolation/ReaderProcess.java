package io.slidestream.slides.isolation;

import io.slidestream.slides.isolation.ReaderDiedException.Death;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Pixels of up to 4 MiB come through a file that both processes map, in memory where the system has such a folder: OpenSlide
 * writes into it, and the copy out of it is the array that the caller gets. Its bytes are written before it is mapped, so
 * that a full disk is an error here and not a signal later; its name is gone once both have it. What is larger, as a
 * stripe of an overview, comes through the pipe.
 *
 * The shell takes the signals that reach a whole process group from the child: at Ctrl-C the service ends in its own time, and
 * the child with it.
 */
/** One reader process. For one thread at a time; what the pool knows of it is guarded by the pool. */
final class ReaderProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderProcess.class);
    private static final String SCRIPT = "trap '' HUP INT TERM; exec 3>&1 1>&2; exec \"$@\"";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    /** Slides that it has been asked for. */
    final Set<ReaderMain.Key> opened = new HashSet<>();
    /** Of these, closed here and not there yet. */
    final List<ReaderMain.Key> closing = new ArrayList<>();

    private final Process process;
    private final DataInputStream in;
    private final IntBuffer shared;
    private volatile boolean timedOut;
    private volatile boolean killed;

    /** Writes a request. */
    @FunctionalInterface
    interface Question {
        void put(DataOutputStream out) throws IOException;
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Answer<T> {
        T take(int status, DataInputStream in, IntBuffer shared) throws IOException;
    }

    private ReaderProcess(Process process, IntBuffer shared) {
        this.process = process;
        this.shared = shared;
        in = new DataInputStream(process.getInputStream());
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param command to which the shared file's name is added
     * @throws IOException if it cannot be started
     */
    static ReaderProcess start(List<String> command, Duration limit) throws IOException {
        Path file = sharedFile();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Wire.SHARED_BYTES));
            IntBuffer shared = channel.map(MapMode.READ_WRITE, 0, Wire.SHARED_BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer();
            List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "slidestream-reader"));
            words.addAll(command);
            words.add(file.toString());
            Process process = new ProcessBuilder(words).start();
            logOf(process);
            ReaderProcess reader = new ReaderProcess(process, shared);
            try {
                int unused = reader.within(limit, () -> reader.in.readByte());
            } catch (IOException e) {
                reader.kill();
                throw new IOException("a reader process did not start; the log's lines of level DEBUG say why", e);
            }
            return reader;
        } finally {
            Files.delete(file);
        }
    }

    /** @throws ReaderDiedException if it does not answer any more; it is of no more use then */
    <T> T ask(Question question, Answer<T> answer, Duration limit) throws ReaderDiedException {
        try {
            send(question);
        } catch (IOException e) {
            kill();
            throw new ReaderDiedException(Death.BEFORE, "it had ended before");
        }
        try {
            return within(limit, () -> answer.take(in.readByte(), in, shared));
        } catch (IOException e) {
            kill();
            throw timedOut
                    ? new ReaderDiedException(Death.HANG, "no answer in " + limit.toSeconds() + " s")
                    : new ReaderDiedException(Death.CRASH, ending());
        }
    }

    /** Tells it what has been closed here. */
    void forget(List<ReaderMain.Key> slides) {
        try {
            send(out -> {
                for (ReaderMain.Key slide : slides) {
                    out.writeByte(Wire.FORGET);
                    put(out, slide);
                }
            });
        } catch (IOException e) {
            kill(); // the next who takes it sees that it has ended
        }
    }

    static void put(DataOutputStream out, ReaderMain.Key slide) throws IOException {
        Wire.putText(out, slide.uri());
        out.writeLong(slide.sizeBytes());
        out.writeLong(slide.modifiedMillis());
    }

    boolean isAlive() {
        return !killed && process.isAlive();
    }

    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    private void send(Question question) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        question.put(new DataOutputStream(bytes));
        process.getOutputStream().write(bytes.toByteArray());
        process.getOutputStream().flush();
    }

    /** What may take long. */
    @FunctionalInterface
    private interface Wait<T> {
        T get() throws IOException;
    }

    private <T> T within(Duration limit, Wait<T> wait) throws IOException {
        ScheduledFuture<?> end = CLOCK.schedule(
                () -> {
                    timedOut = true;
                    kill();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return wait.get();
        } finally {
            end.cancel(false);
        }
    }

    /** As the shell has it: above 128 a signal's number and that. */
    private String ending() {
        try {
            return process.waitFor(5, TimeUnit.SECONDS)
                    ? "it ended with status " + process.exitValue()
                    : "it fell silent";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "it fell silent";
        }
    }

    private static Path sharedFile() throws IOException {
        try {
            return Files.createTempFile(MEMORY, "slidestream", ".pixels");
        } catch (IOException e) {
            return Files.createTempFile("slidestream", ".pixels");
        }
    }

    /** What the libraries print, for the log. */
    private static void logOf(Process process) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            LOG.debug("reader process {}: {}", process.pid(), line);
                        }
                    } catch (IOException e) {
                        // it was killed
                    }
                },
                "reader-process-log");
        thread.setDaemon(true);
        thread.start();
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "reader-process-limit");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
