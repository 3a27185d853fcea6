package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three services as processes of their own, around a broker. */
class ServicesIT {
    private static final String WATCHED = "slidestream_slide_states";
    private static final String BURIED = "slidestream_dead_letters_total";

    @TempDir
    Path folder;

    @Test
    @ExtendWith(NeedsOpenSlide.class)
    void slidesAreMapped_throughJunkAndADeadWorker_asRunMapsThem() throws Exception {
        Path small = slide("small.svs", 2000, 1500);
        Path large = slide("large.svs", 6000, 4500);
        Path byRun = folder.resolve("by-run");
        try (Child run = Checkout.slidestream("run", small, large, "--out", byRun)) {
            run.exits(0);
        }

        try (TraceCollector collector = new TraceCollector();
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Junk.onEveryTopic(broker.bootstrapServers());
            Path bucket = Files.createDirectory(folder.resolve("bucket"));
            Services services = new Services(
                    broker.bootstrapServers(), bucket, folder, collector.endpoint(), Services.Jars.OWN, List.of());
            try (Services.Running tiler = services.tiler();
                    Services.Running worker = services.worker();
                    Services.Running aggregator = services.aggregator()) {
                tiler.awaitReady();
                worker.awaitReady();
                aggregator.awaitReady();

                copyInHalves(small, bucket.resolve("small.svs"), tiler);
                awaitMap(aggregator, services, "small");
                assertThat(tilesCsv(services.results(), "small")).hasSameBinaryContentAs(tilesCsv(byRun, "small"));
                tiler.await(BURIED, "topic=\"slides\"", 1);
                worker.await(BURIED, "topic=\"tile-blocks\"", 1);
                aggregator.await(BURIED, "topic=\"slides\"", 1);
                aggregator.await(BURIED, "topic=\"tile-scores\"", 1);

                metricsAddUp(tiler, worker, aggregator);

                double before = worker.ops().metric("slidestream_tiles_scored_total", "");
                Files.copy(large, bucket.resolve("large.svs"));
                worker.await("slidestream_tiles_scored_total", "", before + 1);
                worker.process().kill();
                assertThat(services.results().resolve("large")).doesNotExist();
                try (Services.Running second = services.worker()) {
                    awaitMap(aggregator, services, "large");
                    assertThat(second.ops().metric("slidestream_tiles_scored_total", ""))
                            .isPositive();
                    end(second, 143);
                }
                assertThat(tilesCsv(services.results(), "large")).hasSameBinaryContentAs(tilesCsv(byRun, "large"));

                aggregator
                        .process()
                        .until(
                                "one trace over all services",
                                () -> !collector
                                        .shared(List.of("tiler-service", "inference-worker", "aggregator"))
                                        .isEmpty());
                end(tiler, 143);
                end(aggregator, 143);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tiler-service, bucket, stride, tiling.threads",
        "inference-worker, model, inference.batch, delivery.limit",
        "aggregator, results.folder, threads, topics.partitions"
    })
    void wrongConfiguration_isAnsweredWithEveryFault(String module, String missing, String text, String range)
            throws Exception {
        Path file = folder.resolve("wrong.properties");
        Files.writeString(file, text + "=many\n" + range + "=0\nbuckets=/slides\n");
        Map<String, String> environment = Map.of("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVER", "localhost:9092");

        try (Child child = Child.java(environment, List.of(), Checkout.jar(module), file)) {
            child.exits(2);
            assertThat(child.output())
                    .contains("kafka.bootstrap.servers is missing")
                    .contains(missing + " is missing")
                    .contains(text + " is 'many' (in " + file + ")")
                    .contains(range + " is '0' (in " + file + ")")
                    .contains("unknown key 'buckets'")
                    .contains("did you mean SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS?")
                    .doesNotContain("\tat ");
        }
    }

    private Path slide(String name, int width, int height) throws IOException {
        Path slide = folder.resolve(name);
        SyntheticSlide.builder().size(width, height).mpp(0.5).write(slide);
        return slide;
    }

    /** The second half comes when the tiler has seen that the first does not open. */
    private static void copyInHalves(Path slide, Path target, Services.Running tiler) throws Exception {
        byte[] bytes = Files.readAllBytes(slide);
        Files.write(target, Arrays.copyOf(bytes, bytes.length / 2));
        tiler.await(WATCHED, "state=\"settling\"", 1);
        assertThat(tiler.ops().metric("slidestream_tiler_slides_total", "")).isZero();
        Files.write(target, Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length), StandardOpenOption.APPEND);
    }

    /** While nothing is in hand. The tiler learns last that a slide is mapped. */
    private static void metricsAddUp(Services.Running tiler, Services.Running worker, Services.Running aggregator)
            throws Exception {
        MetricsDocument document = MetricsDocument.read();
        tiler.await("slidestream_drop_to_map_seconds_count", "", 1);
        document.describes(tiler.ops().page(), "tiler-service");
        document.describes(worker.ops().page(), "inference-worker");
        document.describes(aggregator.ops().page(), "aggregator");
        worker.process()
                .until(
                        "metrics that add up",
                        () -> unequal(document, tiler, worker, aggregator).isEmpty());
        assertThat(worker.ops().metric("slidestream_blocks_in_flight", "")).isZero();
        assertThat(tiler.ops().metric("slidestream_tiler_tiles_total", "")).isPositive();
        assertThat(aggregator.ops().metric("slidestream_aggregator_class_share_count", ""))
                .as("one value a class and map")
                .isEqualTo(9);
        assertThat(worker.ops().page().names()).anyMatch(name -> name.startsWith("kafka_consumer_share_fetch_manager"));
        assertThat(aggregator.ops().page().names()).anyMatch(name -> name.startsWith("kafka_stream_"));
    }

    private static List<String> unequal(MetricsDocument document, Services.Running... services)
            throws IOException, InterruptedException {
        List<MetricsPage> pages = new ArrayList<>();
        for (Services.Running service : services) {
            pages.add(service.ops().page());
        }
        return document.unequal(pages);
    }

    private static void awaitMap(Services.Running aggregator, Services services, String slide)
            throws InterruptedException {
        Path summary = services.results().resolve(slide).resolve("summary.json");
        aggregator.process().until("the map of " + slide, () -> Files.exists(summary));
    }

    private static Path tilesCsv(Path maps, String slide) {
        return maps.resolve(slide).resolve("tiles.csv");
    }

    private static void end(Services.Running service, int status) throws InterruptedException {
        service.process().terminate();
        service.process().exits(status);
    }
}
