package io.slidestream.tiler.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideFacts;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.log.TilerMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** With workers that answer block after block in the order of the topic, as one share group does. */
@TimeLimit(seconds = 60)
class BlockFlowTest {
    private static final int AHEAD = 16;
    private static final int BLOCK = 64;
    private static final TileScore SCORE = new TileScore.Rejected(RejectionReason.UNREADABLE, "of no matter");

    private final FirstInFirstOut kafka = new FirstInFirstOut();
    private final Set<String> foreign = new HashSet<>();
    private final List<SlideEvent> said = new ArrayList<>();
    private final TilerMetrics metrics = new TilerMetrics(new SimpleMeterRegistry());
    private final BlockFlow flow = flow();
    private final Map<MapId, Long> leftOf = new HashMap<>();
    private final Map<MapId, Long> doneAt = new HashMap<>();
    private long answeredTiles;
    /** Workers take ten seconds for a block: there is room for as many as are configured. */
    private long nanos;

    @Test
    void tenThousandTilesBehindAMillion_areDoneWithinTheirOwnShare_andAFewBlocks() throws Exception {
        PlannedBlocks million = slide("million", 1000, 1000);
        PlannedBlocks thousands = slide("ten thousand", 100, 100);
        flow.add(million);
        work(200_000);
        long came = answeredTiles;
        flow.add(thousands);
        work(Long.MAX_VALUE);

        long waited = doneAt.getOrDefault(thousands.manifest().mapId(), Long.MAX_VALUE) - came;
        assertThat(waited).isLessThanOrEqualTo(2 * 10_000 + (AHEAD + 1) * BLOCK);
        assertThat(answeredTiles).isEqualTo(1_010_000);
        assertThat(kafka.mostAhead).isLessThanOrEqualTo(AHEAD);
        assertThat(said.stream()
                        .filter(event -> ((SlideTiled) event).isPublished())
                        .map(SlideEvent::mapId))
                .containsExactly(
                        thousands.manifest().mapId(), million.manifest().mapId());
    }

    @Test
    void urgentSlide_waitsForNoOther() throws Exception {
        flow.add(slide("million", 1000, 1000));
        work(10_000);
        int before = kafka.topics.size();
        PlannedBlocks urgent = slide("urgent/U1", 16, 16);
        flow.add(urgent);
        while (flow.takeTurn()) {}
        assertThat(kafka.topics.subList(before, before + 4)).containsOnly(Topic.TILE_BLOCKS_URGENT.name());
        assertThat(flow.holds(urgent.manifest().mapId())).isFalse();
    }

    @Test
    void withdrawnMap_hasNoBlockPublishedAnyMore_andLeavesItsRoom() throws Exception {
        PlannedBlocks million = slide("million", 1000, 1000);
        flow.add(million);
        work(100_000);
        int published = kafka.published;
        int words = said.size();
        flow.withdraw(million.manifest().mapId());

        assertThat(kafka.queue).as("left in the topic").hasSizeLessThanOrEqualTo(AHEAD);
        kafka.queue.clear(); // workers pass over them
        PlannedBlocks next = slide("next", 100, 100);
        flow.add(next);
        work(Long.MAX_VALUE);
        assertThat(kafka.published - published).isEqualTo(13 * 13);
        assertThat(said.subList(words, said.size()))
                .allMatch(event -> event.mapId().equals(next.manifest().mapId()));
    }

    @Test
    void successor_goesOnFromTheLastWord_andNoBlockIsMissing() throws Exception {
        PlannedBlocks slide = slide("S1", 400, 400);
        flow.add(slide);
        work(100_000);
        Set<Integer> first = new HashSet<>(kafka.indices);
        SlideTiled word = (SlideTiled) said.get(said.size() - 1);
        assertThat(word.isPublished()).isFalse();
        assertThat(word.nextBlock()).isPositive();
        assertThat(first)
                .containsAll(IntStream.range(0, word.nextBlock()).boxed().toList());

        kafka.indices.clear();
        BlockFlow successor = flow();
        successor.add(new PlannedBlocks(word, tiles(word.grid())));
        drain(successor);
        Set<Integer> second = new HashSet<>(kafka.indices);
        assertThat(said).last().isEqualTo(word.withNextBlock(word.grid().blocks()));
        Set<Integer> all = new HashSet<>(first);
        all.addAll(second);
        assertThat(all).hasSize(word.grid().blocks());
        second.retainAll(first);
        assertThat(second).as("published twice").hasSizeLessThanOrEqualTo(256 + 32);
    }

    @Test
    void slideThatLeavesTheShare_isLeftToItsNewTiler_withoutAWord() throws Exception {
        PlannedBlocks slide = slide("S1", 400, 400);
        flow.add(slide);
        work(1_000);
        foreign.add("S1");
        int published = kafka.published;
        work(Long.MAX_VALUE);
        assertThat(kafka.published).isEqualTo(published);
        assertThat(flow.holds(slide.manifest().mapId())).isFalse();
        assertThat(said).isEmpty();
    }

    @Test
    void blockThatKafkaNeverTakes_isTheSlidesRejection_andTheNextGoesOn() throws Exception {
        PlannedBlocks large = slide("large", 400, 400);
        flow.add(large);
        work(1_000);
        kafka.tooLarge = true;
        flow.answered(answer(kafka.queue.remove()));
        flow.takeTurn();
        kafka.tooLarge = false;
        assertThat(said).singleElement().isInstanceOfSatisfying(SlideRejected.class, rejected -> {
            assertThat(rejected.attempt()).isEqualTo(2);
            assertThat(rejected.message()).contains("larger than Kafka takes");
        });
        flow.add(slide("S2", 16, 16));
        work(Long.MAX_VALUE);
        assertThat(said).last().isInstanceOf(SlideTiled.class);
    }

    @Test
    void slideIsPublishedAtOnce_onlyWhereThereIsRoomForAllOfItAndNobodyWaits() {
        assertThat(flow.isOpenFor(slide("small", 32, 32))).isTrue();
        assertThat(flow.isOpenFor(slide("one too many", 8, 8))).isFalse();
        BlockFlow other = flow();
        other.add(slide("waits", 8, 8));
        assertThat(other.isOpenFor(slide("small", 8, 8))).isFalse();
    }

    private BlockFlow flow() {
        return new BlockFlow(
                new Delivery(kafka, metrics, duration -> {}),
                location -> foreign.stream().noneMatch(location::contains),
                said::add,
                AHEAD,
                metrics,
                () -> nanos);
    }

    /** Publishes and answers so many tiles, or all there are. */
    private void work(long tiles) throws InterruptedException {
        long end = tiles == Long.MAX_VALUE ? tiles : answeredTiles + tiles;
        while (answeredTiles < end) {
            while (flow.takeTurn()) {}
            TileBlock block = kafka.queue.poll();
            if (block == null) {
                return;
            }
            nanos += Duration.ofSeconds(10).toNanos();
            answeredTiles += Long.bitCount(block.tiles());
            if (leftOf.merge(block.mapId(), -(long) Long.bitCount(block.tiles()), Long::sum) == 0) {
                doneAt.put(block.mapId(), answeredTiles);
            }
            flow.answered(answer(block));
        }
    }

    private void drain(BlockFlow successor) throws InterruptedException {
        kafka.queue.clear();
        while (successor.takeTurn()) {
            while (!kafka.queue.isEmpty()) {
                nanos += Duration.ofSeconds(10).toNanos();
                successor.answered(answer(kafka.queue.remove()));
            }
        }
    }

    private PlannedBlocks slide(String name, int columns, int rows) {
        SlideVersion slide = Samples.slide(name);
        TileGrid grid = new TileGrid(224L * columns, 224L * rows, 0.5, 224, 224);
        MapId map = Samples.recipe(null).mapId(slide);
        leftOf.put(map, (long) columns * rows);
        SlideTiled manifest = new SlideTiled(
                map, 1, slide, grid, Samples.MODEL, (long) columns * rows, "painted", 1, 1, 1, 0, SlideFacts.NONE, 0);
        return new PlannedBlocks(manifest, tiles(grid));
    }

    private static long[] tiles(TileGrid grid) {
        return new TilingPlan(grid, region -> true).tiles();
    }

    private static BlockScored answer(TileBlock block) {
        return new BlockScored(
                block.mapId(),
                block.attempt(),
                block.blockIndex(),
                block.tiles(),
                Collections.nCopies(Long.bitCount(block.tiles()), SCORE),
                "fake",
                0,
                0,
                1);
    }

    /** A topic of blocks, and its length. */
    private static final class FirstInFirstOut implements EventPublisher {
        private final Deque<TileBlock> queue = new ArrayDeque<>();
        private final List<Integer> indices = new ArrayList<>();
        private final List<String> topics = new ArrayList<>();
        private int published;
        private int mostAhead;
        private boolean tooLarge;

        @Override
        public <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
            if (message instanceof TileBlock block) {
                if (tooLarge) {
                    return CompletableFuture.failedFuture(new RecordTooLargeException("1.5 MB"));
                }
                queue.add(block);
                indices.add(block.blockIndex());
                topics.add(topic.name());
                published++;
                mostAhead = Math.max(mostAhead, queue.size());
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
