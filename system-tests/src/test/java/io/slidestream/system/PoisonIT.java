package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.system.agents.Poison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A block that crashes each worker that begins with it, and a supervisor that starts the worker again. */
@ExtendWith(NeedsOpenSlide.class)
class PoisonIT {
    private static final int DELIVERIES = 5;

    @TempDir
    Path folder;

    @Test
    void blockThatCrashesTheWorker_isRejectedAlone_andTheRestHasTheSameBytes() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(4000, 3000).mpp(0.5).write(slide);
        Path undisturbed = folder.resolve("undisturbed");
        try (Child run = Checkout.slidestream("run", slide, "--out", undisturbed, "--engine", "onnxruntime")) {
            run.exits(0);
        }

        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        Files.copy(slide, bucket.resolve("slide.svs"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Services services =
                    new Services(broker.bootstrapServers(), bucket, folder, List.of(Poison.option(1, folder)));
            try (Services.Running tiler = services.tiler();
                    Services.Running aggregator = services.aggregator()) {
                tiler.awaitReady();
                aggregator.awaitReady();
                assertThat(crashes(services))
                        .as("a lock that runs out in between is a delivery too")
                        .isBetween(2, DELIVERIES);
            }
            List<String> expected = Files.readAllLines(undisturbed.resolve("slide/tiles.csv"));
            List<String> rows = Files.readAllLines(services.results().resolve("slide/tiles.csv"));
            assertThat(rows).hasSameSizeAs(expected);
            List<String> others = new ArrayList<>(rows);
            others.removeAll(expected);
            assertThat(others).isNotEmpty().hasSizeLessThanOrEqualTo(64).allMatch(row -> row.contains(",failed,"));
            assertThat(Files.readString(services.results().resolve("slide/summary.json")))
                    .contains("earlier deliveries ended without an answer");
        }
    }

    private static int crashes(Services services) throws Exception {
        Path summary = services.results().resolve("slide/summary.json");
        for (int crashes = 0; true; crashes++) {
            try (Services.Running worker = services.worker(
                    Map.of("LOCK_DURATION", "5s", "INFERENCE_BATCH", "16", "INFERENCE_ENGINE", "onnxruntime"))) {
                worker.process()
                        .until("a crash, or the map", () -> !worker.process().alive() || Files.exists(summary));
                if (worker.process().alive()) {
                    return crashes;
                }
                worker.process().exits(134);
            }
        }
    }
}
