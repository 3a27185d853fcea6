package io.slidestream.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import io.slidestream.networks.engine.BatchScores;
import io.slidestream.networks.engine.ForwardingEngine;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small urgent slide need not wait behind a backlog. */
@TimeLimit(seconds = 120)
class UrgentSlideIT {
    private static final String MODEL = "8".repeat(64);
    private static final int BATCH = 16;
    private static final int BACKLOG_ROUNDS = 4;

    private static WorkerBench bench;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bench = new WorkerBench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void urgentSlide_isScoredBeforeTheBacklogEnds() throws Exception {
        List<TileBlock> blocks = bench.blocks(MODEL);
        List<TileBlock> urgent =
                blocks.subList(0, 3).stream().map(WorkerBench::urgent).toList();
        for (int round = 0; round < BACKLOG_ROUNDS; round++) {
            bench.send(blocks);
        }
        RationedEngine engine = new RationedEngine();
        try (InferenceWorker worker = bench.worker(MODEL, engine, registry, "consumers", "1", "blocks.per.poll", "1")) {
            worker.start();
            awaitReceived(1);
            bench.send(urgent);
            awaitReceived(2);

            // Not enough for the backlog, and more than enough for what goes before the urgent slide.
            engine.ration.release((BACKLOG_ROUNDS - 1) * tiles(blocks));
            List<BlockScored> scores = bench.scores(urgent.get(0).mapId(), all -> all.size() >= urgent.size());
            for (BlockScored scored : scores) {
                List<TileScore> expected = bench.expected(blocks.get(scored.blockIndex()));
                assertThat(scored.scores()).isEqualTo(expected);
            }
            engine.ration.release(2 * tiles(blocks));
            bench.scores(MODEL, all -> all.size() >= BACKLOG_ROUNDS * blocks.size());
        }
    }

    private void awaitReceived(int blocks) {
        Await.await(() -> registry.get("slidestream.blocks.received").counter().count() >= blocks);
    }

    private static int tiles(List<TileBlock> blocks) {
        return blocks.stream().mapToInt(block -> Long.bitCount(block.tiles())).sum();
    }

    /** Classifies as many patches as it is allowed to. */
    private static final class RationedEngine extends ForwardingEngine {
        final Semaphore ration = new Semaphore(0);

        RationedEngine() {
            super(new MeanColourEngine(BATCH, () -> {}));
        }

        @Override
        public BatchScores scores(FloatBuffer patches, int count) {
            ration.acquireUninterruptibly(count);
            return super.scores(patches, count);
        }
    }
}
