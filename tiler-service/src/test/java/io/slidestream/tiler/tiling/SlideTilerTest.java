package io.slidestream.tiler.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.PaintedSlide;
import io.slidestream.tiler.RecordingPublisher;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.tissue.TissueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 60)
class SlideTilerTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Health.State> healthWhilePausing = new ArrayList<>();

    @Test
    void blocksFirst_thenTheManifestThatCountsThem() throws Exception {
        SlideEvent event = tiler(Samples.opening(Samples.halfStained()), null).tile(Samples.task("S1", 1));

        SlideTiled tiled = (SlideTiled) event;
        assertThat(publisher.all()).last().isEqualTo(tiled);
        assertThat(publisher.events()).hasSize(1);
        assertThat(tiles()).isEqualTo(tiled.expectedTiles()).isEqualTo(10 * 15);
        assertThat(tiled.grid().stridePx()).isEqualTo(224);
        assertThat(tiled.vendor()).isEqualTo("painted");
        assertThat(tiled.seenAtMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(List.of(tiled.openNanos(), tiled.tissueNanos(), tiled.publishNanos()))
                .allMatch(nanos -> nanos > 0);
        for (TileBlock block : publisher.blocks()) {
            assertThat(block.grid()).isEqualTo(tiled.grid());
            assertThat(block.modelId()).isEqualTo("m1");
        }
        assertThat(registry.counter("slidestream.tiler.tiles").count()).isEqualTo(150);
    }

    @Test
    void manifest_waitsForTheLastAcknowledgement() throws Exception {
        publisher.holdAcknowledgements = true;
        SlideTiler tiler = tiler(Samples.opening(Samples.halfStained()), null);
        CompletableFuture<SlideEvent> tiling = CompletableFuture.supplyAsync(() -> {
            try {
                return tiler.tile(Samples.task("S1", 1));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Await.await(() -> publisher.heldCount() >= 4);
        assertThat(publisher.blocks()).hasSize(4);
        assertThat(publisher.events()).isEmpty();

        publisher.release();

        assertThat(tiling.get()).isInstanceOf(SlideTiled.class);
        assertThat(publisher.events()).hasSize(1);
    }

    @Test
    void failedSend_replaysEveryBlockOfTheSlide_underTheSameAttempt() throws Exception {
        publisher.failingSends.addAll(Set.of(1, 4));
        SlideTiler tiler = tiler(Samples.opening(Samples.halfStained()), null);

        SlideTiled tiled = (SlideTiled) tiler.tile(Samples.task("S1", 3));

        assertThat(new HashSet<>(publisher.blocks())).hasSize(4);
        assertThat(publisher.blocks()).allMatch(block -> block.attempt() == 3);
        Set<Cell> cells = new HashSet<>();
        publisher.blocks().forEach(block -> cells.addAll(block.cells()));
        assertThat(cells).hasSize((int) tiled.expectedTiles());
        assertThat(publisher.all()).last().isEqualTo(tiled);
        assertThat(publisher.events()).hasSize(1);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(healthWhilePausing).containsOnly(Health.State.TROUBLED);
        assertThat(tiler.check()).isEqualTo(Health.ready());
        assertThat(registry.counter("slidestream.tiler.replays").count()).isEqualTo(2);
    }

    @Test
    void failedManifest_isSentAgainAlone() throws Exception {
        publisher.failingSends.add(4);
        tiler(Samples.opening(Samples.halfStained()), null).tile(Samples.task("S1", 1));

        assertThat(publisher.blocks()).hasSize(4);
        assertThat(publisher.events()).hasSize(1);
    }

    @Test
    void recordThatKafkaNeverTakes_isTheSlidesRejection_notAnEndlessRetry() throws Exception {
        publisher.sendsTooLarge.addAll(Set.of(2, 8));

        SlideRejected byItsBlock = rejected(tiler(Samples.opening(Samples.halfStained()), null));
        SlideRejected byItsManifest = rejected(tiler(Samples.opening(Samples.halfStained()), null));

        assertThat(byItsBlock.message()).contains("larger than Kafka takes");
        assertThat(byItsManifest.message()).contains("larger than Kafka takes");
        assertThat(publisher.events()).containsExactly(byItsBlock, byItsManifest);
        assertThat(pauses).isEmpty();
    }

    @Test
    void slideWithoutMpp_isRejected_unlessMppIsGiven() throws Exception {
        PaintedSlide slide = new PaintedSlide(
                4480, 3360, OptionalDouble.empty(), List.of(1.0), PaintedSlide.stainedRectangle(0, 0, 4480, 3360));

        SlideRejected rejected = rejected(tiler(Samples.opening(slide), null));
        assertThat(rejected.reason()).isEqualTo(RejectionReason.NO_MPP);
        assertThat(rejected.message()).contains("--mpp");
        assertThat(publisher.blocks()).isEmpty();

        assertThat(tiler(Samples.opening(slide), 0.25).tile(Samples.task("S1", 2)))
                .isInstanceOfSatisfying(
                        SlideTiled.class,
                        tiled -> assertThat(tiled.grid().tileSizePx()).isEqualTo(448));
    }

    @Test
    void blankSlide_isRejectedForNoTissue() throws Exception {
        PaintedSlide slide = PaintedSlide.of(4480, 3360, 0.5, (x, y) -> PaintedSlide.GLASS);

        SlideRejected rejected = rejected(tiler(Samples.opening(slide), null));

        assertThat(rejected.reason()).isEqualTo(RejectionReason.NO_TISSUE);
        assertThat(rejected.message()).startsWith("none of the 300 tiles holds 10 % tissue (the whole slide 0.0 %)");
    }

    @Test
    void slideException_becomesTheRejectionWithItsReasonAndMessage() throws Exception {
        SlideRejected rejected = rejected(
                tiler(Samples.failing(new SlideException(RejectionReason.NOT_A_SLIDE, "x.svs is a text file")), null));

        assertThat(rejected.reason()).isEqualTo(RejectionReason.NOT_A_SLIDE);
        assertThat(rejected.message()).isEqualTo("x.svs is a text file");
        assertThat(publisher.all()).containsExactly(rejected);
        assertThat(registry.counter("slidestream.tiler.slides", "outcome", "rejected", "reason", "not-a-slide")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void slideThatCannotBeHad_isTriedAgain_fiveTimes() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        SlideException away = new SlideException(RejectionReason.FAILED, "is the share mounted?");
        SlideOpener backAtTheFifth = slide -> {
            if (opened.incrementAndGet() < 5) {
                throw away;
            }
            return Samples.halfStained();
        };

        assertThat(tiler(backAtTheFifth, null).tile(Samples.task("S1", 1))).isInstanceOf(SlideTiled.class);
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
        assertThat(rejected(tiler(Samples.failing(away), null)).message()).isEqualTo("is the share mounted?");
    }

    @Test
    void unexpectedException_rejectsThisSlideOnly() throws Exception {
        SlideRejected rejected = rejected(tiler(
                slide -> {
                    throw new IllegalStateException("a bug");
                },
                null));

        assertThat(rejected.reason()).isEqualTo(RejectionReason.FAILED);
        assertThat(rejected.message()).contains("a bug");
    }

    @Test
    void errorFromOneSlide_isThatSlidesRejection() throws Exception {
        for (Error error : List.of(new OutOfMemoryError("simulated"), new StackOverflowError())) {
            SlideRejected rejected = rejected(tiler(
                    slide -> {
                        throw error;
                    },
                    null));

            assertThat(rejected.reason()).isEqualTo(RejectionReason.FAILED);
            assertThat(rejected.message()).containsAnyOf("more memory than there is", "StackOverflowError");
        }
    }

    @Test
    void missingLibrary_isNotTheSlidesFault() {
        SlideTiler tiler = tiler(
                slide -> {
                    throw new UnsatisfiedLinkError("simulated");
                },
                null);

        assertThatThrownBy(() -> tiler.tile(Samples.task("S1", 1))).isInstanceOf(UnsatisfiedLinkError.class);
        assertThat(publisher.all()).isEmpty();
    }

    @Test
    void moreTilesThanTheLimit_areRejectedBeforeAnyIsPublished() throws Exception {
        TilingRecipe recipe = new TilingRecipe(Samples.MODEL, 1, null, TissueSettings.DEFAULT, 149);

        SlideRejected rejected = rejected(following(recipe, Samples.opening(Samples.halfStained())));

        assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_MANY_TILES);
        assertThat(rejected.message()).contains("makes 150 tiles of 224 px, and the limit is 149", "--tiles-limit");
        assertThat(publisher.all()).containsExactly(rejected);
    }

    @Test
    void slideMuchCoarserThanTheNetwork_orNotAsItSays_isNotedInTheManifest() throws Exception {
        SlideTiled coarse =
                (SlideTiled) tiler(Samples.opening(Samples.halfStained()), 1.0).tile(Samples.task("S1", 1));
        SlideTiled asItSays =
                (SlideTiled) tiler(Samples.opening(Samples.halfStained()), 0.5).tile(Samples.task("S1", 1));

        assertThat(coarse.notes()).hasSize(2);
        assertThat(coarse.notes().get(0)).startsWith("the slide says 0.5 microns per pixel; it was mapped at 1");
        assertThat(coarse.notes().get(1))
                .startsWith("the slide is 2.0 times coarser")
                .contains("112 px");
        assertThat(asItSays.notes()).isEmpty();
    }

    @Test
    void interruption_leavesNoManifest() {
        SlideTiler tiler = tiler(
                slide -> {
                    Thread.currentThread().interrupt();
                    return Samples.halfStained();
                },
                null);

        assertThatThrownBy(() -> tiler.tile(Samples.task("S1", 1))).isInstanceOf(InterruptedException.class);
        assertThat(publisher.all()).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    private SlideTiler tiler(SlideOpener slides, @Nullable Double mpp) {
        return following(Samples.recipe(mpp), slides);
    }

    private SlideTiler following(TilingRecipe recipe, SlideOpener slides) {
        TilerMetrics metrics = new TilerMetrics(registry);
        Delivery[] delivery = new Delivery[1];
        delivery[0] = new Delivery(publisher, metrics, duration -> {
            pauses.add(duration);
            healthWhilePausing.add(delivery[0].check().state());
        });
        BlockFlow blocks = new BlockFlow(delivery[0], SlideOwnership.ALL, published -> {}, 1000, metrics, Ticks.SYSTEM);
        return new SlideTiler(slides, blocks, pauses::add, recipe, TissuePictures.none(), metrics, Tracing.off());
    }

    private static SlideRejected rejected(SlideTiler tiler) throws InterruptedException {
        return (SlideRejected) tiler.tile(Samples.task("S1", 1));
    }

    private long tiles() {
        return publisher.blocks().stream()
                .mapToLong(block -> block.cells().size())
                .sum();
    }
}
