package io.slidestream.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The three services as they are deployed, each a process configured by its environment. */
record Services(
        String bootstrapServers,
        Path bucket,
        Path folder,
        @Nullable URI tracing,
        List<String> javaOptions) {
    Services(String bootstrapServers, Path bucket, Path folder, @Nullable URI tracing) {
        this(bootstrapServers, bucket, folder, tracing, List.of());
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
        return start(
                "tiler-service",
                Map.of(
                        "SLIDESTREAM_BUCKET",
                        bucket.toString(),
                        "SLIDESTREAM_MODEL",
                        Checkout.model().toString(),
                        "SLIDESTREAM_WATCH_INTERVAL",
                        "200ms",
                        "SLIDESTREAM_SETTLE_TIME",
                        "1s"));
    }

    /** Slow enough to be killed in the middle; its blocks go to others as soon as Kafka allows. */
    Running worker() throws IOException {
        return worker(Map.of("SLIDESTREAM_LOCK_DURATION", "15s"));
    }

    /** With other settings. */
    Running worker(Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("SLIDESTREAM_MODEL", Checkout.model().toString());
        all.put("SLIDESTREAM_INFERENCE_THREADS", "1");
        return start("inference-worker", all);
    }

    Running aggregator() throws IOException {
        return start(
                "aggregator",
                Map.of(
                        "SLIDESTREAM_RESULTS_FOLDER", results().toString(),
                        "SLIDESTREAM_STATE_FOLDER", folder.resolve("state").toString(),
                        "SLIDESTREAM_VIEWER_BIND", "127.0.0.1:" + Ops.freePort()));
    }

    private Running start(String module, Map<String, String> own) throws IOException {
        int port = Ops.freePort();
        Map<String, String> environment = new HashMap<>(own);
        environment.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        if (tracing != null) {
            environment.put("SLIDESTREAM_TRACING_ENDPOINT", tracing.toString());
        }
        environment.put("SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:" + port);
        return new Running(Child.java(environment, javaOptions, Checkout.jar(module)), Ops.onPort(port));
    }
}
