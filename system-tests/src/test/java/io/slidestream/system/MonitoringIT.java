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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dashboards and alerts, asked of a real Prometheus that watches the real services map slides. */
class MonitoringIT {
    /** These have data with a bucket in S3, as ComposeIT has it, or with a card, only. */
    private static final List<String> ELSEWHERE = List.of("slidestream_s3_", "slidestream_gpu_");

    @TempDir
    Path folder;

    @Test
    @ExtendWith(NeedsOpenSlide.class)
    void everyPanelHasData_andEveryAlertIsEvaluated_whileSlidesAreMapped() throws Exception {
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
