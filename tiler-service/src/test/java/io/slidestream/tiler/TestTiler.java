package io.slidestream.tiler;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Resource;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.TopicReader;
import io.slidestream.servicekit.run.Service;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.tiler.commands.Commands;
import io.slidestream.tiler.log.Pause;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.PartitionedOwnership;
import io.slidestream.tiler.queue.ExpiredBlocks;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.states.StateFile;
import io.slidestream.tiler.tiling.BlockFlow;
import io.slidestream.tiler.tiling.Delivery;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TissuePictures;
import io.slidestream.tiler.watch.SlideWatcher;
import io.slidestream.tiler.watch.WatchedBucket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tiler's parts as its main wires them, waiting less. Started. */
public final class TestTiler implements AutoCloseable {
    static final SlideWatcher.Patience SHORT =
            new SlideWatcher.Patience(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300));

    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final TilingQueue queue;
    public final SlideStates states;
    public final PartitionedOwnership share;
    private final Service service;

    public TestTiler(Map<String, Object> kafka, Path bucket, UnaryOperator<EventPublisher> disturbance)
            throws Exception {
        this(kafka, bucket, disturbance, 1000);
    }

    /** @param blocksAhead that may be published before workers answer */
    public TestTiler(Map<String, Object> kafka, Path bucket, UnaryOperator<EventPublisher> disturbance, int blocksAhead)
            throws Exception {
        Clock clock = Clock.systemUTC();
        FolderSlideStore store = new FolderSlideStore(bucket);
        share = new PartitionedOwnership(store.location());
        TilerMetrics metrics = new TilerMetrics(registry);
        KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "tiler-test", registry);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, "tiler-test", registry, clock);
        StateFile file = StateFile.in(Path.of("target", "tiler-state").resolve(bucket.getFileName()), clock);
        KnownMaps known = KnownMaps.in(kafka, file, deadLetters, metrics);
        states = SlideStates.in(kafka, file, publisher, deadLetters, share, metrics, clock);
        SlideOpener slides = SlideOpener.of(store, ReaderChoice.AUTO);
        BlockFlow blocks = BlockFlow.in(
                kafka,
                new Delivery(disturbance.apply(publisher), metrics, Pause.ASLEEP),
                share,
                known::add,
                blocksAhead,
                metrics);
        SlideTiler tiler =
                new SlideTiler(slides, blocks, Samples.recipe(null), TissuePictures.none(), metrics, Tracing.off());
        queue = new TilingQueue(tiler, known, states, share, 1, metrics, clock);
        SlideWatcher watcher = new SlideWatcher(
                WatchedBucket.of(store), slides, queue, states, share, SHORT, metrics, Ticks.SYSTEM, clock);
        Commands commands = Commands.in(
                kafka,
                queue,
                deadLetters,
                new Commands.Sharing(store.location(), share, known, states, watcher::shareHasGrown),
                Samples.MODEL.id(),
                metrics);
        ExpiredBlocks expired = new ExpiredBlocks(
                TopicReader.consumers(kafka, "expired"), states, queue, Duration.ofMillis(100), Duration.ZERO);
        List<Component> parts = List.of(
                metrics.clients(),
                publisher,
                new Resource("state", Optional::empty, file::close),
                known,
                states,
                blocks,
                queue,
                commands,
                watcher,
                expired);
        service = new Service("tiler-test", parts, Duration.ofSeconds(25));
        service.start();
    }

    public double metric(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).gauge().value();
    }

    @Override
    public void close() {
        service.close();
    }
}
