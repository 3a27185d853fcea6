package io.slidestream.tiler;

import static io.slidestream.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.PartitionedOwnership;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.tiling.BlockFlow;
import io.slidestream.tiler.tiling.Delivery;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TissuePictures;
import io.slidestream.tiler.watch.SlideWatcher;
import io.slidestream.tiler.watch.WatchedBucket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rebalance takes the share from a tiler whose queue is full, and gives it back before it has looked at the bucket again. */
@TimeLimit(seconds = 60)
class ReturnedShareTest {
    private static final Set<Integer> ALL = Set.of(0, 1, 2, 3);
    private static final List<SlideVersion> SLIDES =
            IntStream.range(0, 20).mapToObj(i -> Samples.slide("S" + i)).toList();

    private final RecordingPublisher publisher = new RecordingPublisher();
    private final TilerMetrics metrics = new TilerMetrics(new SimpleMeterRegistry());
    private final KnownMaps known =
            new KnownMaps(() -> null, (letter, reason, why) -> CompletableFuture.completedFuture(null));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final PartitionedOwnership share = new PartitionedOwnership("file:///bucket/");
    private final SlideStates states = new SlideStates(
            () -> null,
            new RecordingPublisher(),
            (letter, reason, why) -> CompletableFuture.completedFuture(null),
            share,
            metrics,
            Clock.systemUTC());
    private final BlockFlow blocks = new BlockFlow(
            new Delivery(publisher, metrics, duration -> {}), share, known::add, 1000, metrics, Ticks.SYSTEM);
    private final TilingQueue queue = new TilingQueue(
            new SlideTiler(
                    this::open,
                    blocks,
                    duration -> {},
                    Samples.recipe(null),
                    TissuePictures.none(),
                    metrics,
                    Tracing.off()),
            known,
            states,
            share,
            1,
            metrics,
            Clock.systemUTC());
    private final MovingClock clock = new MovingClock();
    private final SlideWatcher watcher = new SlideWatcher(
            new WatchedBucket("file:///bucket/", () -> new SlideStore.Contents(SLIDES, 0)),
            this::open,
            queue,
            states,
            share,
            new SlideWatcher.Patience(Duration.ofDays(1), Duration.ofSeconds(10), Duration.ofHours(1)),
            metrics,
            clock.ticks(),
            clock);

    @AfterEach
    void close() {
        gate.countDown();
        watcher.close();
        queue.close();
        states.close();
    }

    @Test
    void slidesQueuedWhileTheShareWasAway_areTiledOnceItIsBack_eachOnce() throws Exception {
        share.grant(ALL, 4);
        watcher.poll();
        clock.pass(Duration.ofSeconds(10));
        watcher.poll();
        assertThat(queue.waiting()).hasSize(SLIDES.size());

        share.withdraw(ALL);
        gate.countDown();
        await(() -> queue.waiting().isEmpty());
        assertThat(publisher.events()).hasSizeLessThanOrEqualTo(1);

        share.grant(ALL, 4);
        watcher.shareHasGrown();
        await(() -> publisher.events().size() == SLIDES.size());
        await(() -> queue.waiting().isEmpty());

        assertThat(publisher.events()).extracting(SlideEvent::slide).containsExactlyInAnyOrderElementsOf(SLIDES);
        assertThat(publisher.events()).extracting(SlideEvent::attempt).containsOnly(1);
        assertThat(SLIDES)
                .allSatisfy(slide -> assertThat(
                                states.latest(slide.location()).orElseThrow().state())
                        .isEqualTo(SlideStateChanged.State.TILED));
    }

    private SlideReader open(SlideVersion slide) {
        if (Thread.currentThread().getName().startsWith("tiling")) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return Samples.halfStained();
    }
}
