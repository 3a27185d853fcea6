package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.system.agents.ClockOfProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the clock of the services' machine while a slide is mapped; Kafka's machine has the true time. */
@ExtendWith(NeedsOpenSlide.class)
class ClocksIT {
    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private Services services;
    private ClockOfProcesses clock;
    private Path slide;

    @BeforeEach
    void start() throws IOException {
        slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(4000, 3000).mpp(0.5).write(slide);
        clock = new ClockOfProcesses(folder);
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        services = new Services(
                broker.bootstrapServers(),
                Files.createDirectory(folder.resolve("bucket")),
                folder,
                List.of(clock.option()));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void clocksSetAheadAndBack_leaveTheSameBytes() throws Exception {
        try (Services.Running tiler = services.tiler();
                Services.Running worker = services.worker();
                Services.Running aggregator = services.aggregator()) {
            drop("undisturbed");
            awaitMap(aggregator, "undisturbed");

            dropUntilScored("ahead", worker);
            clock.set(Duration.ofDays(2));
            awaitMap(aggregator, "ahead");

            dropUntilScored("back", worker);
            clock.set(Duration.ofDays(-7));
            for (Services.Running service : List.of(tiler, worker, aggregator)) {
                service.process().exits(1);
                assertThat(service.process().output()).contains("clock was set back by 777");
            }
        }
        assertThat(map("back")).doesNotExist();
        try (Services.Running tiler = services.tiler();
                Services.Running worker = services.worker();
                Services.Running aggregator = services.aggregator()) {
            awaitMap(aggregator, "back");
        }
        for (String name : List.of("ahead", "back")) {
            for (String file : List.of("tiles.csv", "tumor-map.png")) {
                assertThat(map(name).resolve(file))
                        .hasSameBinaryContentAs(map("undisturbed").resolve(file));
            }
        }
    }

    private void drop(String name) throws IOException {
        Path part = Files.copy(slide, folder.resolve(name));
        Files.move(part, services.bucket().resolve(name + ".svs"));
    }

    private void dropUntilScored(String name, Services.Running worker) throws Exception {
        double before = worker.ops().metric("slidestream_tiles_scored_total", "");
        drop(name);
        worker.await("slidestream_tiles_scored_total", "", before + 1);
        assertThat(map(name)).doesNotExist();
    }

    private Path map(String name) {
        return services.results().resolve(name);
    }

    private void awaitMap(Services.Running aggregator, String name) throws InterruptedException {
        aggregator
                .process()
                .until("the map of " + name, () -> Files.exists(map(name).resolve("summary.json")));
    }
}
