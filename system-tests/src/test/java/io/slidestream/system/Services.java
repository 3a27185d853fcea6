package io.slidestream.system;

import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The three services, each a process configured by its environment. */
record Services(
        String bootstrapServers,
        Path bucket,
        Path folder,
        @Nullable URI tracing,
        Jars jars,
        List<String> javaOptions) {
    /** What the services run from. */
    enum Jars {
        /** Each its own, as it is deployed. */
        OWN,
        /** The command's, whose classes a JVM finds in an archive: a start takes a third less. */
        COMMAND
    }

    /** Services that run from the command's jar. */
    Services(String bootstrapServers, Path bucket, Path folder, List<String> javaOptions) {
        this(bootstrapServers, bucket, folder, null, Jars.COMMAND, javaOptions);
    }

    /** A process and where it answers. */
    record Running(Child process, Ops ops) implements AutoCloseable {
        void awaitReady() throws InterruptedException {
            process.until("readiness", ops::ready);
        }

        void await(String metric, String labels, double atLeast) throws InterruptedException {
            process.until(metric + " of " + atLeast, () -> ops.metric(metric, labels) >= atLeast);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    Path results() {
        return folder.resolve("results");
    }

    Running tiler() throws IOException {
        return tiler(Map.of());
    }

    /** @param changes of its settings, as names of variables without the prefix */
    Running tiler(Map<String, String> changes) throws IOException {
        return start(
                ServiceKind.TILER,
                Map.of(
                        "BUCKET",
                        bucket.toString(),
                        "MODEL",
                        Checkout.model().toString(),
                        "STATE_FOLDER",
                        folder.resolve("tiler-state").toString(),
                        "WATCH_INTERVAL",
                        "200ms",
                        "SETTLE_TIME",
                        "1s"),
                changes);
    }

    /** Slow enough to be killed in the middle; its blocks go to others as soon as Kafka allows. */
    Running worker() throws IOException {
        return worker(Map.of());
    }

    Running worker(Map<String, String> changes) throws IOException {
        return start(
                ServiceKind.WORKER,
                Map.of(
                        "MODEL", Checkout.model().toString(),
                        "INFERENCE_THREADS", "1",
                        "LOCK_DURATION", "15s"),
                changes);
    }

    Running aggregator() throws IOException {
        return aggregator(Map.of());
    }

    Running aggregator(Map<String, String> changes) throws IOException {
        return start(
                ServiceKind.AGGREGATOR,
                Map.of(
                        "RESULTS_FOLDER", results().toString(),
                        "STATE_FOLDER", folder.resolve("state").toString(),
                        "VIEWER_BIND", "127.0.0.1:" + FreePort.pick()),
                changes);
    }

    private Running start(ServiceKind kind, Map<String, String> own, Map<String, String> changes) throws IOException {
        int port = FreePort.pick();
        Map<String, String> environment = new HashMap<>();
        own.forEach((name, value) -> environment.put("SLIDESTREAM_" + name, value));
        changes.forEach((name, value) -> environment.put("SLIDESTREAM_" + name, value));
        environment.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        if (tracing != null) {
            environment.put("SLIDESTREAM_TRACING_ENDPOINT", tracing.toString());
        }
        environment.put("SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:" + port);
        Child child = switch (jars) {
            case OWN -> Child.java(environment, javaOptions, Checkout.jar(module(kind)));
            case COMMAND -> Checkout.service(kind, environment, javaOptions);
        };
        return new Running(child, Ops.onPort(port));
    }

    private static String module(ServiceKind kind) {
        return switch (kind) {
            case TILER -> "tiler-service";
            case WORKER -> "inference-worker";
            case AGGREGATOR -> "aggregator";
        };
    }
}
