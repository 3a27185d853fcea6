package io.slidestream.broker.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A broker in a JVM of its own, and what can happen to it. One thread at a time. */
public final class ClusterNode {
    /** Libraries of the brokers, where they are to be of another version than this JVM's. */
    static final String CLASS_PATH = "slidestream.brokers.classpath";

    private static final long SHUTDOWN_SECONDS = 30;

    private final int id;
    private final Path properties;
    private final Path log;
    private final UnaryOperator<Process> keeper;
    private final Links links;
    private @Nullable Process process;

    ClusterNode(int id, Properties properties, ClusterPlan plan, Links links) {
        this.id = id;
        this.properties = NodeProperties.file(plan, id);
        this.log = plan.folder().resolve("broker-" + id + ".log");
        this.keeper = plan.keeper();
        this.links = links;
        try (Writer writer = Files.newBufferedWriter(this.properties, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its number at Kafka, from 1. */
    public int id() {
        return id;
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** Starts it, unless it runs. */
    public void start() {
        if (alive()) {
            return;
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty(CLASS_PATH, System.getProperty("java.class.path")),
                NodeMain.class.getName(),
                properties.toString());
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            process = keeper.apply(started);
            links.isRunBy(id, started.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("broker " + id + " cannot be started", e);
        }
    }

    /** Ends it with SIGKILL; returns when it is gone. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends it as an operator does; kills it after half a minute. */
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }

    /** Freezes it. */
    public void pause() throws InterruptedException {
        signal("STOP");
    }

    public void resume() throws InterruptedException {
        signal("CONT");
    }

    /** Nothing reaches it and nothing leaves it, as if its cable were pulled; connections stay open. */
    public void cutOff() {
        links.cut(id);
    }

    public void reconnect() {
        links.heal(id);
    }

    /** It learns nothing new of topics, groups and settings, while its heartbeats go on. */
    public void holdMetadata() {
        order(NodeMain.HOLD);
    }

    public void releaseMetadata() {
        order(NodeMain.RELEASE);
    }

    /** Each write to a log lasts so long, one after the other. */
    public void slowDisk(Duration each) {
        order(NodeMain.DISK + each.toMillis());
    }

    public void mendDisk() {
        slowDisk(Duration.ZERO);
    }

    private void order(String order) {
        try {
            OutputStream out = running().getOutputStream();
            out.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("broker " + id + " takes no orders", e);
        }
    }

    private void signal(String name) throws InterruptedException {
        try {
            int status = new ProcessBuilder(
                            "sh", "-c", "kill -" + name + " " + running().pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("SIG" + name + " did not reach broker " + id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no signal can be sent to broker " + id, e);
        }
    }

    private Process running() {
        Process now = process;
        if (now == null || !now.isAlive()) {
            throw new IllegalStateException("broker " + id + " does not run; see " + log);
        }
        return now;
    }
}
