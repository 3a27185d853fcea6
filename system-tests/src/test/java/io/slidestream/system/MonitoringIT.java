package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.slides.synthetic.SyntheticSlide;
import io.slidestream.system.deploy.Dashboards;
import io.slidestream.system.deploy.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
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
    void everyPanelHasData_whileSlidesAreMapped_andAlertsFire_whenThingsGoWrong() throws Exception {
        Path program = Program.installed("prometheus", "prometheus");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Junk.onEveryTopic(broker.bootstrapServers());
            Path bucket = Files.createDirectory(folder.resolve("bucket"));
            Services services = new Services(broker.bootstrapServers(), bucket, folder, null);
            try (Services.Running tiler = services.tiler();
                    Services.Running worker = services.worker();
                    Services.Running aggregator = services.aggregator();
                    Prometheus prometheus = Prometheus.asking(
                            Map.of("tiler-service", tiler, "inference-worker", worker, "aggregator", aggregator),
                            program,
                            HastyRules.in(folder),
                            folder)) {
                tiler.awaitReady();
                worker.awaitReady();
                aggregator.awaitReady();
                prometheus.process().until("readiness", prometheus::ready);

                dropped("too-small.svs", slide(100, 100));
                awaitMap(aggregator, services, dropped("first.svs", slide(2000, 1500)));
                // Counters that the first map made grow with the second.
                awaitMap(aggregator, services, dropped("second.svs", slide(2000, 1500)));

                awaitData(prometheus);
                prometheus
                        .process()
                        .until("rules", () -> prometheus.unhealthyRules().isEmpty());
                assertThat(tiler.ops().metric("slidestream_tiler_slides_total", "reason=\"too-small\""))
                        .isEqualTo(1);

                provoke(prometheus, services, tiler, worker, aggregator);
            }
        }
    }

    /** In the order in which alerts come; each goes on until the next begins. */
    private void provoke(
            Prometheus prometheus,
            Services services,
            Services.Running tiler,
            Services.Running worker,
            Services.Running aggregator)
            throws Exception {
        for (int i = 0; i < 3; i++) {
            dropped("small-" + i + ".svs", slide(100, 100));
            dropped("too-little-tissue-" + i + ".svs", slide(300, 300));
        }
        Path obstacle = Files.writeString(services.results().resolve("obstructed"), "in the way of its folder");
        dropped("obstructed.svs", slide(1000, 800));
        dropped("damaged.svs", slide(2000, 1500).corruptTile(2, 2).corruptTile(4, 3));
        dropped("large.svs", slide(12_000, 9_000));
        fire(prometheus, "DeadLetters", "SlidesRejected", "BlankSlides", "MapsNotWritten", "TilesRejected", "QueueOld");

        Files.delete(obstacle);
        awaitMap(aggregator, services, Path.of("obstructed.svs"));

        worker.process().freeze();
        fire(prometheus, "WorkerSilent", "SlideStuck", "NoSlideForLong");

        tiler.process().kill();
        fire(prometheus, "ServiceDown");
        assertThat(prometheus.firing()).doesNotContain("MapsNotWritten", "BucketSilent", "EngineFails");
    }

    private static void fire(Prometheus prometheus, String... alerts) throws Exception {
        TreeSet<String> missing = new TreeSet<>(List.of(alerts));
        try {
            prometheus.process().until("alerts", () -> {
                missing.removeAll(prometheus.firing());
                return missing.isEmpty();
            });
        } finally {
            assertThat(missing).as("alerts that did not fire").isEmpty();
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

    private static SyntheticSlide.Builder slide(int width, int height) {
        return SyntheticSlide.builder().size(width, height).mpp(0.5);
    }

    private Path dropped(String name, SyntheticSlide.Builder slide) throws IOException {
        Path made = folder.resolve(name);
        slide.write(made);
        return Files.copy(made, folder.resolve("bucket").resolve(name));
    }

    private static void awaitMap(Services.Running aggregator, Services services, Path slide)
            throws InterruptedException {
        String name = slide.getFileName().toString().replace(".svs", "");
        Path summary = services.results().resolve(name).resolve("summary.json");
        aggregator.process().until("the map of " + name, () -> Files.exists(summary));
    }
}
