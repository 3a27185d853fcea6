package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.system.deploy.Dashboards;
import io.slidestream.system.deploy.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dashboards and alerts, asked of a real Prometheus that watches the real services map slides and then fail. */
class MonitoringIT {
    /** These have data with a bucket in S3, as ComposeIT has it, or with a card, only. */
    private static final List<String> ELSEWHERE = List.of("slidestream_s3_", "slidestream_gpu_");

    @TempDir
    Path folder;

    @Test
    @ExtendWith(NeedsOpenSlide.class)
    void everyPanelHasData_whileSlidesAreMapped_andAlertsFire_whenThingsGoWrong(TestReporter reporter)
            throws Exception {
        Path program = Program.installed("prometheus", "prometheus");
        Path cache = folder.resolve("cache");
        String model = TouchyNetwork.in(folder.resolve("model")).toString();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Junk.onEveryTopic(broker.bootstrapServers());
            Path bucket = Files.createDirectory(folder.resolve("bucket"));
            Services services = new Services(broker.bootstrapServers(), bucket, folder, List.of());
            try (Services.Running tiler = services.tiler(Map.of("MODEL", model, "STRIDE", "0.5"));
                    Services.Running worker = services.worker(Map.of(
                            "MODEL", model,
                            "INFERENCE_ENGINE", "onnxruntime",
                            "INFERENCE_BATCH", "16",
                            "READER_THREADS", "1",
                            "S3_CACHE_FOLDER", cache.toString()));
                    Services.Running aggregator =
                            services.aggregator(Map.of("RETRY_INTERVAL", "1s", "RESULTS_FORMATS", "csv"));
                    Prometheus prometheus = Prometheus.asking(
                            Map.of("tiler-service", tiler, "inference-worker", worker, "aggregator", aggregator),
                            program,
                            HastyRules.in(folder),
                            folder)) {
                tiler.awaitReady();
                worker.awaitReady();
                aggregator.awaitReady();
                prometheus.process().until("readiness", prometheus::ready);
                Mishaps mishaps = new Mishaps(folder, bucket, services.results(), prometheus);

                mishaps.firstSlides();
                mishaps.badSlides();
                mishaps.otherTissue();
                if (SmallDisk.isPossible(Files.createDirectory(cache))) {
                    mishaps.fullDisk(cache);
                } else {
                    reporter.publishEntry("left out", "a disk that is full: to mount a small one needs root");
                }
                mishaps.slowReading();
                mishaps.hangingWorker(worker.process());
                mishaps.throwingEngine();
                mishaps.missingKafka(broker);
                mishaps.missingBucket();
                mishaps.deadService(tiler.process());

                // Last, though of all that was: Kafka's clients tell of their partitions once a minute.
                awaitData(prometheus);
                prometheus
                        .process()
                        .until("rules", () -> prometheus.unhealthyRules().isEmpty());
            }
        }
    }

    private static void awaitData(Prometheus prometheus) throws Exception {
        List<Dashboards.Query> without = new ArrayList<>(Dashboards.queries()
                .filter(query -> ELSEWHERE.stream().noneMatch(query.expression()::contains))
                .toList());
        try {
            prometheus.process().until("data of every panel", () -> {
                for (Dashboards.Query query : List.copyOf(without)) {
                    if (prometheus.hasData(query.every("10s"))) {
                        without.remove(query);
                    }
                }
                return without.isEmpty();
            });
        } finally {
            assertThat(without).as("queries without data").isEmpty();
        }
    }
}
