package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.proving.bench.BareLoop;
import io.slidestream.proving.bench.PipelineFigures;
import io.slidestream.servicekit.health.Health;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.pipeline.Pipeline;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.pipeline.PipelineSettings;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.tiler.queue.Submission;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/*
 * One process holds both: the chain, which waits for slides, and a second engine of the same kind, which waits between its
 * turns. Machines slow down and speed up while one measures, so each mapping stands between two turns of the bare engine
 * and is compared with their mean.
 */
/** The whole chain over one slide beside its bare engine. */
final class PipelineBench {
    private static final double BARE_SECONDS = 5;

    private final PipelineSettings settings;
    private final Path slide;
    private final int rounds;
    private final BlockingQueue<MapUpdated> updates = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** @param settings whose folders are this bench's own, and empty */
    PipelineBench(PipelineSettings settings, Path slide, int rounds) {
        this.settings = settings;
        this.slide = slide;
        this.rounds = rounds;
    }

    /** @throws UsageException if the slide gets no map */
    PipelineFigures run(Consumer<String> remarks) throws IOException, SlideException, InterruptedException {
        ModelBundle bundle = ModelBundle.load(settings.folders().model());
        Logs.to(settings.folders().data());
        int threads = settings.computing().threads() == 0
                ? Runtime.getRuntime().availableProcessors()
                : settings.computing().threads();
        try (InferenceEngine engine = Engines.serve(
                bundle,
                settings.computing().engine(),
                settings.computing().batch(),
                threads,
                settings.computing().symmetries())) {
            PipelineSettings same = settings.withBatch(engine.batchSize());
            SlideVersion version = FolderSlideStore.version(slide);
            try (SlideFetchers fetchers = same.s3().fetchers(metrics);
                    Pipeline pipeline = Pipeline.start(
                            same,
                            bundle,
                            PipelineOptions.recipe(same, bundle),
                            fetchers,
                            null,
                            null,
                            updates::add,
                            metrics)) {
                remarks.accept("warming up with a small slide");
                map(pipeline, small(bundle.config().spacingUmPx()));
                BareLoop bare = new BareLoop(engine);
                List<Double> bareRates = new ArrayList<>();
                List<PipelineFigures.Round> mappings = new ArrayList<>();
                long tiles = 0;
                bareRates.add(bare.imagesPerSecond(BARE_SECONDS));
                for (int round = 1; round <= rounds; round++) {
                    remarks.accept("round " + round + " of " + rounds);
                    double inferBefore = inferSeconds();
                    double readingBefore = readingSeconds();
                    long start = System.nanoTime();
                    tiles = map(pipeline, version).scoredTiles();
                    double seconds = (System.nanoTime() - start) / 1e9;
                    mappings.add(new PipelineFigures.Round(
                            seconds, inferSeconds() - inferBefore, readingSeconds() - readingBefore));
                    bareRates.add(bare.imagesPerSecond(BARE_SECONDS));
                }
                return new PipelineFigures(
                        slide.toString(),
                        bundle.name() + " (" + bundle.config().architecture() + ", "
                                + bundle.id().substring(0, 12) + ")",
                        engine.description() + ", batch " + engine.batchSize(),
                        threads,
                        tiles,
                        bareRates,
                        mappings);
            }
        }
    }

    /** Brings classes, kernels and the share group into being. */
    private SlideVersion small(double mpp) throws IOException, SlideException {
        Path path = settings.folders().data().resolveSibling("warm-up.svs");
        SyntheticSlide.builder().size(3000, 2000).mpp(mpp).write(path);
        return FolderSlideStore.version(path);
    }

    private MapUpdated map(Pipeline pipeline, SlideVersion version) throws InterruptedException {
        Submission submission = pipeline.queue().submitAgain(version);
        while (true) {
            MapUpdated map = updates.poll(1, TimeUnit.SECONDS);
            Health health = pipeline.check();
            if (health.state() == Health.State.FAILED) {
                throw new PipelineFailure(health.detail());
            }
            if (map == null
                    || !map.mapId().equals(submission.mapId())
                    || map.attempt() < submission.attempt()
                    || map.state() == MapUpdated.State.OPEN) {
                continue;
            }
            if (map.state() != MapUpdated.State.MAPPED || map.rejectedTiles() > 0) {
                throw new UsageException(version.location() + " cannot be measured: "
                        + (map.message() == null ? map.rejectedTiles() + " tiles could not be read" : map.message()));
            }
            return map;
        }
    }

    /** Of a processor, that the worker's readers have taken since they began. */
    private static double readingSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("tile-reader")) {
                nanos += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanos / 1e9;
    }

    private double inferSeconds() {
        return metrics.get("slidestream.batch.infer").timer().totalTime(TimeUnit.SECONDS);
    }
}
