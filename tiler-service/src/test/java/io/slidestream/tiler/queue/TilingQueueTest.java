package io.slidestream.tiler.queue;

import static io.slidestream.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.PaintedSlide;
import io.slidestream.tiler.RecordingPublisher;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.commands.Commands;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.tiling.BlockFlow;
import io.slidestream.tiler.tiling.Delivery;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TissuePictures;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 60)
class TilingQueueTest {
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final TilerMetrics metrics = new TilerMetrics(new SimpleMeterRegistry());
    private final KnownMaps known =
            new KnownMaps(() -> null, (letter, reason, why) -> CompletableFuture.completedFuture(null));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private volatile SlideReader shown = Samples.halfStained();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final RecordingPublisher said = new RecordingPublisher();
    private final Set<String> foreign = ConcurrentHashMap.newKeySet();
    private final SlideOwnership share = location -> foreign.stream().noneMatch(location::contains);
    private final SlideStates states = new SlideStates(
            () -> null,
            said,
            (letter, reason, why) -> CompletableFuture.completedFuture(null),
            share,
            metrics,
            Clock.systemUTC());
    private final BlockFlow blocks = new BlockFlow(
            new Delivery(publisher, metrics, duration -> {}), share, known::add, 1000, metrics, Ticks.SYSTEM);
    private final TilingQueue queue = queueOf(blocks);

    @AfterEach
    void close() {
        gate.countDown();
        queue.close();
        blocks.close();
        states.close();
    }

    @Test
    void newSlide_isTiledOnce_howeverOftenItIsSubmitted() {
        Submission first = queue.submit(Samples.slide("S1"));
        Submission whileInHand = queue.submit(Samples.slide("S1"));
        finish(Samples.slide("S1"));
        Submission afterwards = queue.submit(Samples.slide("S1"));

        assertThat(first).isEqualTo(new Submission(queue.mapId(Samples.slide("S1")), 1, false));
        assertThat(whileInHand).isEqualTo(new Submission(first.mapId(), 1, true));
        assertThat(afterwards).isEqualTo(whileInHand);
        assertThat(publisher.events()).hasSize(1);
    }

    @Test
    void submitAgain_isTheNextAttempt() {
        gate.countDown();
        queue.submit(Samples.slide("S1"));
        finish(Samples.slide("S1"));

        Submission again = queue.submitAgain(Samples.slide("S1"));
        await(() -> publisher.events().size() == 2);

        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.alreadyKnown()).isFalse();
        assertThat(publisher.events()).extracting(SlideEvent::attempt).containsExactly(1, 2);
    }

    @Test
    void cancel_isTheNextAttempt_andARetryComesAfterIt() throws Exception {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        Submission first = queue.submit(slide);
        finish(slide);

        queue.cancel(first.mapId(), slide);
        Submission again = queue.submitAgain(slide);
        await(() -> publisher.events().size() == 3);

        assertThat(publisher.events().get(1)).isInstanceOfSatisfying(SlideRejected.class, off -> {
            assertThat(off.reason()).isEqualTo(RejectionReason.CANCELLED);
            assertThat(off.attempt()).isEqualTo(2);
        });
        assertThat(again.attempt()).isEqualTo(3);
    }

    @Test
    void cancelOfASlideInHand_isTheLastWordOnIt() throws Exception {
        SlideVersion slide = Samples.slide("S1");
        Submission first = queue.submit(slide);
        queue.cancel(first.mapId(), slide);
        gate.countDown();
        await(() -> queue.waiting().isEmpty());

        SlideEvent last = publisher.events().get(publisher.events().size() - 1);
        assertThat(last).isInstanceOf(SlideRejected.class);
        assertThat(queue.submit(slide).alreadyKnown()).isTrue();
    }

    @Test
    void commands_areObeyedOnce() throws Exception {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        Submission first = queue.submit(slide);
        finish(slide);
        Commands commands =
                new Commands(() -> null, queue, (letter, reason, why) -> CompletableFuture.completedFuture(null), null);

        MapCommand retry = new MapCommand(first.mapId(), 1, slide, MapCommand.Kind.RETRY, null);
        CompletableFuture<Void> once = commands.obey(retry);
        CompletableFuture<Void> again = commands.obey(retry);
        once.join();
        again.join();
        await(() -> queue.waiting().isEmpty());
        assertThat(publisher.events()).extracting(SlideEvent::attempt).containsExactly(1, 2);

        var unused = commands.obey(new MapCommand(first.mapId(), 2, slide, MapCommand.Kind.RESUBMIT, 0.25));
        await(() -> publisher.events().size() == 3);
        SlideEvent other = publisher.events().get(2);
        assertThat(other.mapId()).isNotEqualTo(first.mapId()).isEqualTo(queue.mapId(slide, 0.25));
        assertThat(((SlideTiled) other).grid().mpp()).isEqualTo(0.25);

        await(() -> queue.waiting().isEmpty());
        unused = commands.obey(new MapCommand(other.mapId(), 1, slide, MapCommand.Kind.RETRY, 0.25));
        await(() -> publisher.events().size() == 4);
        assertThat(publisher.events().get(3).mapId()).isEqualTo(other.mapId());
    }

    @Test
    void badSlide_doesNotStopTheNext_andIsKnown() {
        gate.countDown();
        failing.add("S1");
        queue.submit(Samples.slide("S1"));
        queue.submit(Samples.slide("S2"));
        finish(Samples.slide("S2"));

        assertThat(publisher.events()).hasSize(2);
        assertThat(queue.submit(Samples.slide("S1")).alreadyKnown()).isTrue();
        assertThat(queue.check()).isEqualTo(Health.ready());
    }

    @Test
    void slideThatFailedByOurFault_isTriedAgainWhenSubmittedAgain() {
        gate.countDown();
        failing.add("bug");
        queue.submit(Samples.slide("bug"));
        await(() -> publisher.events().size() == 1);
        await(() -> known.latest(queue.mapId(Samples.slide("bug"))).isPresent());
        failing.clear();
        await(() -> !queue.knows(Samples.slide("bug")));

        Submission second = queue.submit(Samples.slide("bug"));
        finish(Samples.slide("bug"));

        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.alreadyKnown()).isFalse();
    }

    @Test
    void error_failsTheService() {
        gate.countDown();
        failing.add("library");
        queue.submit(Samples.slide("library"));
        await(() -> queue.check().state() == Health.State.FAILED);

        assertThat(queue.check().detail()).contains("UnsatisfiedLinkError");
        assertThat(publisher.events()).isEmpty();
    }

    @Test
    void close_dropsWhatIsQueued_withoutAManifest() {
        queue.submit(Samples.slide("S1"));
        queue.submit(Samples.slide("S2"));
        queue.close();

        assertThat(publisher.events()).isEmpty();
        assertThat(known.latest(queue.mapId(Samples.slide("S1")))).isEmpty();
        assertThat(queue.end(queue.mapId(Samples.slide("S2"))))
                .as("its command is read again")
                .isNotDone();
    }

    @Test
    void urgentSlide_isTiledBeforeThoseThatWait() {
        List<String> names = List.of("first", "second", "third", "lab/urgent/U1");
        names.forEach(name -> queue.submit(Samples.slide(name)));
        gate.countDown();
        await(() -> publisher.events().size() == names.size());

        List<String> order =
                publisher.events().stream().map(event -> event.slide().name()).toList();
        assertThat(order).containsSubsequence("lab/urgent/U1", "second", "third");
    }

    @Test
    void statesAreSaid_fromSubmissionToManifest() {
        SlideVersion slide = Samples.slide("S1");
        queue.submit(slide);
        assertThat(state(slide).state()).isEqualTo(SlideStateChanged.State.SUBMITTED);
        finish(slide);
        await(() -> state(slide).state() == SlideStateChanged.State.TILED);

        failing.add("S2");
        queue.submit(Samples.slide("S2"));
        finish(Samples.slide("S2"));
        await(() -> state(Samples.slide("S2")).state() == SlideStateChanged.State.REJECTED);
        assertThat(state(Samples.slide("S2")).reason()).isEqualTo(RejectionReason.NOT_A_SLIDE);
        assertThat(state(Samples.slide("S2")).message()).isEqualTo("S2 is no slide");
        assertThat(state(Samples.slide("S2")).attempt()).isEqualTo(1);
    }

    @Test
    void rejectedUnopened_isKnown_andOnlyARetryOpensIt() {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        queue.reject(slide, RejectionReason.INCOMPLETE, "grows for ever");
        finish(slide);
        await(() -> queue.waiting().isEmpty());
        assertThat(queue.submit(slide).alreadyKnown()).isTrue();
        assertThat(state(slide).message()).isEqualTo("grows for ever");

        assertThat(queue.submitAgain(slide).attempt()).isEqualTo(2);
        await(() -> state(slide).state() == SlideStateChanged.State.TILED);
    }

    @Test
    void queuedSlideThatBecomesAnothers_isLeftToThem() {
        queue.submit(Samples.slide("S1"));
        queue.submit(Samples.slide("S2"));
        CompletableFuture<Void> end = queue.end(queue.mapId(Samples.slide("S2")));
        foreign.add("S2");
        gate.countDown();
        await(() -> queue.waiting().isEmpty());

        assertThat(publisher.events().stream().map(event -> event.slide().name()))
                .doesNotContain("S2");
        assertThat(end).isNotDone();
    }

    @Test
    void queuedSlideThatAnotherTiledMeanwhile_isNotTiledAgain() {
        queue.submit(Samples.slide("S1"));
        MapId second = queue.submit(Samples.slide("S2")).mapId();
        CompletableFuture<Void> end = queue.end(second);
        known.add(new SlideRejected(second, 1, Samples.slide("S2"), RejectionReason.NO_MPP, "said by another", 1));
        gate.countDown();
        await(() -> queue.waiting().isEmpty());

        assertThat(publisher.events().stream().map(event -> event.slide().name()))
                .containsExactly("S1");
        await(end::isDone);
    }

    @Test
    void cancellationThatIsBeingSaid_sharesItsAttemptWithNobody() throws Exception {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        MapId map = queue.mapId(slide);
        publisher.holdAcknowledgements = true;
        CompletableFuture<Void> cancellation = CompletableFuture.runAsync(() -> {
            try {
                queue.cancel(map, slide);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> publisher.heldCount() == 1);
        queue.submit(slide);
        publisher.release();
        cancellation.join();
        queue.submitAgain(slide);
        await(() -> queue.waiting().isEmpty());

        assertThat(publisher.events()).extracting(SlideEvent::attempt).containsExactly(1, 2);
    }

    @Test
    void stateThatWasLostInAKill_isSaidAnew() {
        SlideVersion slide = Samples.slide("S1");
        known.add(new SlideRejected(queue.mapId(slide), 3, slide, RejectionReason.NO_MPP, "no mpp", 1));
        assertThat(queue.knows(slide)).isTrue();
        assertThat(state(slide).reason()).isEqualTo(RejectionReason.NO_MPP);
        assertThat(state(slide).attempt()).isEqualTo(3);
    }

    @Test
    void cancelOfAQueuedSlide_isSaidAtOnce_andItIsNeverOpened() throws Exception {
        queue.submit(Samples.slide("S1"));
        await(() -> opened.contains("S1"));
        SlideVersion slide = Samples.slide("S2");
        Submission queued = queue.submit(slide);
        CompletableFuture<Void> end = queue.end(queued.mapId());
        queue.cancel(queued.mapId(), slide);

        assertThat(publisher.events()).singleElement().isInstanceOfSatisfying(SlideRejected.class, off -> {
            assertThat(off.mapId()).isEqualTo(queued.mapId());
            assertThat(off.reason()).isEqualTo(RejectionReason.CANCELLED);
        });
        assertThat(end).isDone();
        finish(Samples.slide("S1"));
        assertThat(opened).containsExactly("S1");
    }

    @Test
    void cancelOfASlideThatIsBeingOpened_publishesNoBlockOfIt() throws Exception {
        SlideVersion slide = Samples.slide("S1");
        Submission first = queue.submit(slide);
        await(() -> opened.contains("S1"));
        queue.cancel(first.mapId(), slide);
        gate.countDown();
        await(() -> queue.waiting().isEmpty());

        assertThat(publisher.blocks()).isEmpty();
        assertThat(publisher.events()).singleElement().isInstanceOf(SlideRejected.class);
    }

    @Test
    void cancelOfASlideWhoseBlocksArePublishedInTurns_endsThat() throws Exception {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        try (Narrow narrow = new Narrow()) {
            MapId map = narrow.queue.submit(slide).mapId();
            await(() -> publisher.blocks().size() == 1);
            assertThat(publisher.events())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            SlideTiled.class,
                            tiled -> assertThat(tiled.nextBlock()).isZero());
            await(() -> narrow.queue.waiting().isEmpty());
            assertThat(narrow.queue.knows(slide)).isTrue();
            assertThat(narrow.queue.submit(slide)).isEqualTo(new Submission(map, 1, true));

            narrow.queue.cancel(map, slide);
            narrow.answerAll();
            narrow.queue.submitAgain(Samples.slide("S2"));
            await(() -> publisher.blocks().size() == 2);
            assertThat(publisher.blocks().get(1).slide().name()).isEqualTo("S2");
            assertThat(publisher.events().get(1)).isInstanceOfSatisfying(SlideRejected.class, off -> {
                assertThat(off.reason()).isEqualTo(RejectionReason.CANCELLED);
                assertThat(off.attempt()).isEqualTo(2);
            });
        }
    }

    @Test
    void slideWhoseBlocksAreNotAllPublished_isGoneOnWith_underTheSameAttempt() throws Exception {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        MapId map;
        try (Narrow narrow = new Narrow()) {
            map = narrow.queue.submitAgain(slide, 0.4).mapId();
            await(() -> publisher.blocks().size() == 1);
            await(() -> narrow.queue.waiting().isEmpty());
        }
        assertThat(known.latest(map).orElseThrow().settled()).isFalse();
        blocks.start();
        queue.goOn(state(slide));
        await(() -> known.latest(map).orElseThrow().settled() && queue.waiting().isEmpty());

        assertThat(publisher.events()).allMatch(event -> event.attempt() == 1);
        SlideTiled last = (SlideTiled) publisher.events().get(publisher.events().size() - 1);
        assertThat(last.isPublished()).isTrue();
        assertThat(publisher.blocks().stream()
                        .distinct()
                        .mapToLong(block -> block.cells().size())
                        .sum())
                .isEqualTo(last.expectedTiles());
        queue.goOn(state(slide));
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void slideThatMakesOtherTilesNow_isBegunAnew_underTheNextAttempt() throws Exception {
        gate.countDown();
        SlideVersion slide = Samples.slide("S1");
        try (Narrow narrow = new Narrow()) {
            narrow.queue.submit(slide);
            await(() -> publisher.blocks().size() == 1);
            await(() -> narrow.queue.waiting().isEmpty());
        }
        shown = PaintedSlide.of(4480, 3360, 0.5, PaintedSlide.stainedRectangle(0, 0, 1120, 3360));
        queue.submit(slide);
        await(() -> queue.knows(slide) && queue.waiting().isEmpty());

        SlideTiled last = (SlideTiled) publisher.events().get(publisher.events().size() - 1);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.expectedTiles()).isEqualTo(5 * 15);
    }

    private TilingQueue queueOf(BlockFlow flow) {
        return new TilingQueue(
                new SlideTiler(
                        this::open,
                        flow,
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
    }

    /** A queue with room for one block ahead of workers. */
    private final class Narrow implements AutoCloseable {
        private final BlockFlow flow =
                new BlockFlow(new Delivery(publisher, metrics, duration -> {}), share, known::add, 1, metrics, () -> 0);
        private final TilingQueue queue = queueOf(flow);

        Narrow() {
            flow.start();
        }

        void answerAll() {
            for (TileBlock block : publisher.blocks()) {
                flow.answered(new BlockScored(
                        block.mapId(),
                        block.attempt(),
                        block.blockIndex(),
                        block.tiles(),
                        Collections.nCopies(
                                block.cells().size(), new TileScore.Rejected(RejectionReason.UNREADABLE, "torn")),
                        "fake",
                        0,
                        0,
                        1));
            }
        }

        @Override
        public void close() {
            queue.close();
            flow.close();
        }
    }

    private SlideStateChanged state(SlideVersion slide) {
        return states.latest(slide.location()).orElseThrow();
    }

    private void finish(SlideVersion slide) {
        gate.countDown();
        await(() -> known.latest(queue.mapId(slide)).isPresent());
        await(() -> queue.waiting().isEmpty());
    }

    private SlideReader open(SlideVersion slide) throws SlideException {
        opened.add(slide.name());
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (failing.contains(slide.name())) {
            switch (slide.name()) {
                case "library" -> throw new UnsatisfiedLinkError("simulated");
                case "bug" -> throw new IllegalStateException("a bug");
                default -> throw new SlideException(RejectionReason.NOT_A_SLIDE, slide.name() + " is no slide");
            }
        }
        return shown;
    }
}
