package io.slidestream.proving.bench;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.worker.InferenceWorker;
import io.slidestream.worker.config.InferenceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/*
 * Two cores cannot show how eight workers share a slide, if each of them wants two. So the engine of each waits as long as a
 * network would compute, and what is measured is everything else: how Kafka and the workers share blocks. Workers are whole ones,
 * with consumers and threads of their own, in this JVM: eight more of them would compete for memory and for their start.
 * Tiler and aggregator are processes. Tiles are small, since reading is not what is asked about.
 */
/** Measures how several workers share one slide, and many. */
public final class ScaleBench {
    private static final int TILE_PX = 64;
    private static final int MANY = 16;
    /** About so much of a synthetic slide is tissue. */
    private static final double TISSUE = 0.44;

    private static final int LOOK_MILLIS = 20;
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(20), Duration.ofMillis(LOOK_MILLIS));

    private final Path folder;
    private final ScaleSettings settings;

    /** @param folder empty, for everything */
    public ScaleBench(Path folder, ScaleSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Measures, in minutes.
     *
     * @param remarks told what is measured next
     */
    public ScaleFigures run(Consumer<String> remarks) throws InterruptedException, IOException {
        Path model = folder.resolve("model");
        MeanColourModel.write(model, TILE_PX);
        Path bucket = Files.createDirectories(folder.resolve("bucket"));
        Path one = slide("one.svs", settings.tiles());
        Path part = slide("part.svs", settings.tiles() / MANY);
        Files.createDirectories(folder.resolve("logs"));
        List<ScaleFigures.Run> runs = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                ServiceProcess tiler = service(
                        ServiceKind.TILER,
                        broker,
                        Map.of(
                                "BUCKET",
                                bucket.toString(),
                                "MODEL",
                                model.toString(),
                                "WATCH_INTERVAL",
                                "200ms",
                                "SETTLE_TIME",
                                "500ms"));
                ServiceProcess aggregator = service(
                        ServiceKind.AGGREGATOR,
                        broker,
                        Map.of(
                                "RESULTS_FOLDER",
                                folder.resolve("results").toString(),
                                "RESULTS_FORMATS",
                                "csv",
                                "STATE_FOLDER",
                                folder.resolve("state").toString(),
                                "VIEWER_BIND",
                                "127.0.0.1:0"))) {
            PATIENCE.until("a ready tiler", tiler::ready);
            PATIENCE.until("a ready aggregator", aggregator::ready);
            for (boolean many : new boolean[] {false, true}) {
                for (int workers : settings.workers()) {
                    String what = many ? MANY + " slides" : "one slide";
                    remarks.accept(what + ", " + workers + (workers == 1 ? " worker" : " workers"));
                    try (Workers crew = new Workers(workers, model, broker.bootstrapServers())) {
                        int slides = many ? MANY : 1;
                        List<String> names = new ArrayList<>();
                        for (int i = 0; i < slides; i++) {
                            String name = (many ? "many-" : "one-") + workers + "-" + i;
                            Path arriving = folder.resolve("arriving.svs");
                            Files.createLink(arriving, many ? part : one);
                            Files.move(arriving, bucket.resolve(name + ".svs"), StandardCopyOption.ATOMIC_MOVE);
                            names.add(name);
                        }
                        runs.add(crew.watch(
                                what,
                                () -> names.stream()
                                        .allMatch(name ->
                                                Files.exists(folder.resolve("results/" + name + "/summary.json")))));
                    }
                }
            }
        }
        return new ScaleFigures(settings, runs);
    }

    private Path slide(String name, int tiles) throws IOException {
        Path file = folder.resolve(name);
        int side = (int) Math.round(Math.sqrt(tiles / TISSUE)) * TILE_PX;
        SyntheticSlide.builder().size(side, side).mpp(0.5).write(file);
        return file;
    }

    private ServiceProcess service(ServiceKind kind, EmbeddedBroker broker, Map<String, String> own) {
        Map<String, String> environment = new HashMap<>();
        own.forEach((key, value) -> environment.put("SLIDESTREAM_" + key, value));
        environment.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        return ServiceProcess.start(
                kind, environment, List.of("-Xmx512m"), folder.resolve("logs").resolve(kind.label() + ".log"));
    }

    /** Asks whether all is done. */
    private interface Done {
        boolean yet();
    }

    /** Workers that share a group. */
    private final class Workers implements AutoCloseable {
        private final List<PacedEngine> engines = new ArrayList<>();
        private final List<AutoCloseable> opened = new ArrayList<>();

        Workers(int count, Path model, String servers) throws InterruptedException {
            Settings texts = Settings.of(
                    InferenceSettings.definition(),
                    Map.of(
                            "kafka.bootstrap.servers",
                            servers,
                            "model",
                            model.toString(),
                            "inference.engine",
                            "onnxruntime",
                            "inference.batch",
                            "8",
                            "inference.threads",
                            "1",
                            "blocks.per.poll",
                            Integer.toString(settings.blocksPerPoll())));
            InferenceSettings inference = InferenceSettings.of(texts);
            ModelBundle bundle = ModelBundle.load(model);
            List<InferenceWorker> workers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                MeterRegistry registry = new SimpleMeterRegistry();
                KafkaEventPublisher publisher = new KafkaEventPublisher(texts.kafka(), "worker-" + i, registry);
                SlideFetchers slides = new SlideFetchers(BucketSettings.of(texts), registry);
                PacedEngine engine =
                        new PacedEngine(InferenceWorker.load(bundle, inference.computing()), settings.pace());
                InferenceWorker worker = InferenceWorker.of(
                        inference,
                        texts.kafka(),
                        bundle,
                        engine,
                        slides,
                        publisher,
                        new KafkaDeadLetters(publisher, "worker-" + i, registry, Clock.systemUTC()),
                        registry,
                        Tracing.off());
                engines.add(engine);
                workers.add(worker);
                opened.addAll(0, List.of(worker, slides, publisher));
            }
            workers.forEach(InferenceWorker::start);
            PATIENCE.until(
                    count + " ready workers",
                    () -> workers.stream().allMatch(worker -> worker.check().state() == Health.State.READY));
        }

        ScaleFigures.Run watch(String what, Done done) throws InterruptedException {
            long[] first = new long[engines.size()];
            long[] last = new long[engines.size()];
            long[] before = engines.stream().mapToLong(PacedEngine::computed).toArray();
            long atStart = Arrays.stream(before).sum();
            List<long[]> samples = new ArrayList<>();
            PATIENCE.until("the maps", () -> {
                long now = System.nanoTime();
                long[] sample = new long[engines.size() + 1];
                sample[engines.size()] = now;
                for (int i = 0; i < engines.size(); i++) {
                    sample[i] = engines.get(i).computed();
                    if (sample[i] > before[i]) {
                        first[i] = first[i] == 0 ? now : first[i];
                        last[i] = now;
                    }
                    before[i] = sample[i];
                }
                samples.add(sample);
                return done.yet();
            });
            return figures(what, first, last, samples, atStart);
        }

        private ScaleFigures.Run figures(String what, long[] first, long[] last, List<long[]> samples, long atStart) {
            int count = engines.size();
            long begin = Arrays.stream(first).filter(time -> time > 0).min().orElseThrow();
            long end = Arrays.stream(last).max().orElseThrow();
            long allBegun = Arrays.stream(first).max().orElseThrow();
            long oneDone =
                    Arrays.stream(last).map(time -> Math.max(time, begin)).min().orElseThrow();
            long tiles =
                    Arrays.stream(samples.get(samples.size() - 1), 0, count).sum() - atStart;
            boolean met = Arrays.stream(first).allMatch(time -> time > 0) && oneDone > allBegun;
            long together = met ? at(samples, oneDone) - at(samples, allBegun) : 0;
            return new ScaleFigures.Run(
                    what,
                    count,
                    tiles,
                    (end - begin) / 1e9,
                    met ? (oneDone - allBegun) / 1e9 : Double.NaN,
                    together,
                    (end - oneDone) / 1e9);
        }

        private long at(List<long[]> samples, long time) {
            return samples.stream()
                    .filter(sample -> sample[engines.size()] == time)
                    .mapToLong(
                            sample -> Arrays.stream(sample, 0, engines.size()).sum())
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() throws IOException {
            for (AutoCloseable one : opened) {
                try {
                    one.close();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
