package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.servicekit.run.Reaper;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process of the product. Its output is read as it comes, and shown by every failure; waiting ends early when the
 * process does. Closing kills it, and so does the end of this JVM.
 */
public final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LOOK_MILLIS = 20;

    /**
     * For JVMs that live for seconds: compiling for speed takes a third of their time, G1's threads a tenth, and both gain
     * nothing in them.
     */
    static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private int passed;

    private Child(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Child java(List<String> options, Path jar, Object... arguments) {
        return java(Map.of(), options, jar, arguments);
    }

    public static Child java(Map<String, String> environment, List<String> options, Path jar, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return program(environment, command);
    }

    /** Any other program. */
    static Child program(List<String> command) {
        return program(Map.of(), command);
    }

    static Child program(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIDESTREAM_"));
        builder.environment().putAll(environment);
        try {
            return new Child(Reaper.entrust(builder.start()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that was not waited for before, nor stands before one that was. */
    public String line(String what, Predicate<String> wanted) throws InterruptedException {
        until(what, () -> next(wanted) >= 0);
        synchronized (lines) {
            passed = next(wanted) + 1;
            return lines.get(passed - 1);
        }
    }

    public String lineWith(String text) throws InterruptedException {
        return line('"' + text + '"', line -> line.contains(text));
    }

    /** Something that the process brings about; may fail with an exception while it is not yet so. */
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    public void until(String what, Condition condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!holds(condition)) {
            boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (ended) {
                reader.join();
            }
            if ((ended || System.nanoTime() - start > Patience.of(PATIENCE).toNanos()) && !holds(condition)) {
                if (!ended) {
                    askForThreads();
                }
                throw new AssertionError((ended ? "ended" : "waited " + PATIENCE) + " without " + what + ": " + this);
            }
        }
    }

    /** Waits for the end. */
    public void exits(int status) throws InterruptedException {
        exits(status, PATIENCE);
    }

    public void exits(int status, Duration patience) throws InterruptedException {
        Await.until("the end", patience, () -> !process.isAlive(), this::withThreads);
        reader.join();
        assertThat(process.exitValue()).as("exit status of %s", this).isEqualTo(status);
    }

    /** The JVMs that it has started and that run. */
    List<ProcessHandle> jvms() {
        return process.descendants()
                .filter(descendant -> descendant.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it is there and does nothing. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT: it goes on. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Has a JVM say what each of its threads does (SIGQUIT), so that a failure shows where it stands. */
    private void askForThreads() {
        if (!process.info().command().orElse("").endsWith("/java")) {
            return;
        }
        try {
            signal("-QUIT");
            Await.until("the threads of " + process.pid(), Duration.ofSeconds(10), this::saidThreads, () -> "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | AssertionError e) {
            synchronized (lines) {
                lines.add("(it does not say what its threads do: " + e.getMessage() + ")");
            }
        }
    }

    /** The last words of a thread dump were read. */
    private boolean saidThreads() {
        synchronized (lines) {
            return lines.stream().anyMatch(line -> line.startsWith("JNI global refs"));
        }
    }

    private String withThreads() {
        askForThreads();
        return toString();
    }

    /** All that it said so far. */
    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public String toString() {
        return process.info().commandLine().orElse("process " + process.pid())
                + (process.isAlive() ? ", which runs" : ", which ended with " + process.exitValue())
                + " and said:\n" + output();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private int next(Predicate<String> wanted) {
        synchronized (lines) {
            for (int i = passed; i < lines.size(); i++) {
                if (wanted.test(lines.get(i))) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (IOException e) {
            return false; // not listening yet, or half written
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(java.nio.charset.StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(no more output: " + e + ")");
            }
        }
    }
}
