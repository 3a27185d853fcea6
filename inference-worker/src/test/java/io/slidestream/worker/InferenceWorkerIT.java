package io.slidestream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.ShareGroups;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.blocks.QueueWatch;
import io.slidestream.worker.blocks.WorkerGroup;
import io.slidestream.worker.telemetry.Backlog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker's promises against a real broker and a real slide. Each test has its own model, so its own group. */
@TimeLimit(seconds = 120)
class InferenceWorkerIT {
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
    void everyTileIsScored_asComputedDirectly() throws Exception {
        String model = "1".repeat(64);
        List<TileBlock> blocks = bench.blocks(model);
        bench.send(blocks);
        bench.send(bench.blocks("f".repeat(64)));
        try (InferenceWorker large = worker(model, new MeanColourEngine(16, () -> {}));
                InferenceWorker small = bench.worker(
                        model, new MeanColourEngine(5, () -> {}), new SimpleMeterRegistry(), "consumers", "1")) {
            large.start();
            small.start();
            assertScored(blocks, bench.scores(model, scores -> distinct(scores) == blocks.size()));
            Await.await(() -> large.check().state() == Health.State.READY);
        }
    }

    @Test
    void workerClosedHalfway_handsItsBlocksToTheNext() throws Exception {
        String model = "2".repeat(64);
        List<TileBlock> blocks = bench.blocks(model);
        bench.send(blocks);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        InferenceWorker first = worker(model, new MeanColourEngine(100, () -> {
            busy.countDown();
            await(goOn);
        }));
        first.start();
        await(busy);
        Thread closing = new Thread(first::close);
        closing.start();
        Await.waiting(closing);
        goOn.countDown();
        closing.join();

        int byTheFirst = distinct(bench.scores(model, scores -> scores.size() == accepted(registry)));
        assertThat(byTheFirst).as("blocks of the batches in hand").isLessThan(blocks.size());
        try (InferenceWorker second =
                bench.worker(model, new MeanColourEngine(8, () -> {}), new SimpleMeterRegistry())) {
            second.start();
            assertScored(blocks, bench.scores(model, scores -> distinct(scores) == blocks.size()));
        }
    }

    @Test
    void workerThatVanishes_losesItsBlocksToOthersWhenTheLockEnds() throws Exception {
        String model = "3".repeat(64);
        List<TileBlock> blocks = bench.blocks(model);
        WorkerGroup group = bench.group(model, "lock.duration", "2s", "blocks.per.poll", "5");
        group.configure();
        try (ShareConsumer<byte[], ?> vanished = group.join()) {
            vanished.subscribe(List.of("tile-blocks"));
            bench.send(blocks);
            int held = 0;
            while (held == 0) {
                held = vanished.poll(Duration.ofMillis(200)).count();
            }
            QueueWatch queue = group.watch("tile-blocks");
            Backlog before = queue.backlog();
            assertThat(before.blocks()).isGreaterThanOrEqualTo(blocks.size());
            assertThat(before.ageSeconds()).isPositive();
            try (InferenceWorker worker =
                    bench.worker(model, new MeanColourEngine(8, () -> {}), registry, "lock.duration", "2s")) {
                worker.start();
                assertScored(blocks, bench.scores(model, scores -> distinct(scores) == blocks.size()));
                Await.await(() -> queue.backlog().equals(new Backlog(0, 0)));
            }
        }
    }

    @Test
    void blocksThatTakeLongerThanTheLock_areRenewedAndScoredOnce() throws Exception {
        String model = "4".repeat(64);
        List<TileBlock> blocks = bench.blocks(model).subList(0, 3);
        bench.send(blocks);
        AtomicInteger calls = new AtomicInteger();
        MeanColourEngine slow = new MeanColourEngine(64, () -> {
            if (calls.incrementAndGet() == 1) {
                Await.await(() ->
                        registry.get("slidestream.blocks.renewed").counter().count() >= 12);
            }
        });
        try (InferenceWorker worker =
                bench.worker(model, slow, registry, "lock.duration", "1s", "consumers", "1", "blocks.per.poll", "3")) {
            worker.start();
            List<BlockScored> scores = bench.scores(model, all -> distinct(all) == 3);
            assertScored(blocks, scores);
            assertThat(scores).as("each block published once").hasSize(3);
        }
        assertThat(settled("released")).isZero();
        assertThat(settled("left")).isZero();
        assertThat(settled("accepted")).isEqualTo(3);
    }

    @Test
    void poisonBlock_endsAsRejectionsAndADeadLetter_andTheOthersAreScored() throws Exception {
        String model = "5".repeat(64);
        TileGrid widerThanTheSlide = new TileGrid(2500, 1500, 0.25, WorkerBench.TILE_PX, WorkerBench.TILE_PX);
        List<TileBlock> blocks = bench.blocks(model, widerThanTheSlide);
        TileBlock poison = blocks.get(4);
        bench.send(blocks.subList(0, 5));
        bench.sendRaw(new byte[] {1, 2, 3});
        try (InferenceWorker worker = worker(model, new MeanColourEngine(16, () -> {}))) {
            worker.start();
            List<BlockScored> scores = bench.scores(model, all -> distinct(all) == 5);
            assertScored(blocks.subList(0, 3), scores);
            assertThat(scores.stream().filter(s -> s.blockIndex() == 4))
                    .singleElement()
                    .satisfies(scored -> assertThat(scored.scores())
                            .hasSize(Long.bitCount(poison.tiles()))
                            .allSatisfy(score -> assertThat(score)
                                    .asInstanceOf(InstanceOfAssertFactories.type(TileScore.Rejected.class))
                                    .satisfies(rejected -> {
                                        assertThat(rejected.reason()).isEqualTo(RejectionReason.FAILED);
                                        assertThat(rejected.message())
                                                .contains("gave up at delivery 5", "leaves the slide");
                                    })));
            List<ConsumerRecord<byte[], byte[]>> letters = bench.deadLetters(all -> all.size() >= 2);
            assertThat(letters.stream().map(InferenceWorkerIT::reason))
                    .anyMatch(reason -> reason.contains("leaves the slide"))
                    .anyMatch(reason -> reason.startsWith("not a TileBlock"));
        }
        assertThat(settled("rejected")).isEqualTo(1);
        assertThat(settled("failed")).isGreaterThanOrEqualTo(1);
        assertThat(registry.get("slidestream.blocks.received").counter().count())
                .as("received = settled + in flight")
                .isEqualTo(registry.get("slidestream.blocks.settled").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum());
    }

    /**
     * As with a leader that has not read the group's settings yet: for it new groups begin at the end, so nothing but the offsets
     * makes this one begin with what waits.
     */
    @Test
    void groupBeginsWithTheFirstBlock_whateverItsBrokersKnowOfItsSettings() throws Exception {
        String model = "c".repeat(64);
        List<TileBlock> blocks = bench.blocks(model);
        bench.send(blocks);
        WorkerGroup group = bench.group(model);
        ShareGroups.beginAtFirst(bench.kafka(), group.name(), "tile-blocks");

        Set<Integer> seen = new HashSet<>();
        try (ShareConsumer<byte[], byte[]> first = group.join()) {
            first.subscribe(List.of("tile-blocks"));
            while (seen.size() < blocks.size()) {
                for (ConsumerRecord<byte[], byte[]> record : first.poll(Duration.ofMillis(200))) {
                    if (record.key() != null) { // another test's junk has none
                        TileBlock block = Topic.TILE_BLOCKS.codec().decode(record.value());
                        if (block.modelId().equals(model)) {
                            seen.add(block.blockIndex());
                        }
                    }
                    first.acknowledge(record, AcknowledgeType.ACCEPT);
                }
                first.commitSync();
            }
        }
        assertThat(seen).hasSize(blocks.size());
    }

    /** Whoever or whatever moved the group's offsets: blocks without scores come again, the others do not. */
    @Test
    void blocksThatTheGroupHasPassedOver_arePublishedAgain() throws Exception {
        String model = "d".repeat(64);
        List<TileBlock> blocks = bench.blocks(model);
        bench.send(blocks.subList(0, 2));
        try (InferenceWorker first = worker(model, new MeanColourEngine(8, () -> {}))) {
            first.start();
            assertScored(blocks.subList(0, 2), bench.scores(model, scores -> distinct(scores) == 2));
        }
        bench.send(blocks.subList(2, blocks.size()));
        bench.skipAll(bench.group(model).name());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (InferenceWorker second = bench.worker(model, new MeanColourEngine(8, () -> {}), meters)) {
            second.start();
            assertScored(blocks, bench.scores(model, scores -> distinct(scores) == blocks.size()));
        }
        assertThat(meters.get("slidestream.blocks.published.again").counter().count())
                .isEqualTo(blocks.size() - 2);
    }

    @Test
    void groupThatAnAdministratorKeeps_isCheckedAndNotSet() {
        String model = "f".repeat(64);
        WorkerGroup kept = bench.group(model, "groups.configure", "never");

        assertThatThrownBy(kept::configure)
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("share.auto.offset.reset is latest")
                .hasMessageContaining(
                        "kafka-configs.sh --bootstrap-server … --alter --entity-type groups --entity-name "
                                + kept.name() + " --add-config share.auto.offset.reset=earliest,");

        bench.group(model).configure();
        kept.configure();
    }

    /** Where a worker left off, nothing is kept any more. */
    @Test
    void blocksThatCameAfterOthersExpired_areScored() throws Exception {
        String model = "b".repeat(64);
        List<TileBlock> blocks = bench.blocks(model);
        bench.send(blocks.subList(0, 2));
        try (InferenceWorker first = worker(model, new MeanColourEngine(8, () -> {}))) {
            first.start();
            assertScored(blocks.subList(0, 2), bench.scores(model, scores -> distinct(scores) == 2));
        }
        bench.send(blocks.subList(2, 4));
        bench.expireBlocks();
        bench.send(blocks.subList(4, blocks.size()));
        try (InferenceWorker second =
                bench.worker(model, new MeanColourEngine(8, () -> {}), new SimpleMeterRegistry())) {
            second.start();
            List<BlockScored> scores = bench.scores(model, all -> distinct(all) == blocks.size() - 2);
            assertScored(blocks.subList(4, blocks.size()), scores);
        }
    }

    private static void assertScored(List<TileBlock> blocks, List<BlockScored> scores) throws Exception {
        for (TileBlock block : blocks) {
            List<TileScore> expected = bench.expected(block);
            assertThat(scores.stream().filter(scored -> scored.blockIndex() == block.blockIndex()))
                    .as(block.toString())
                    .isNotEmpty()
                    .allSatisfy(scored -> assertThat(scored.scores()).isEqualTo(expected));
        }
    }

    private InferenceWorker worker(String model, MeanColourEngine engine) {
        return bench.worker(model, engine, registry);
    }

    private static int distinct(List<BlockScored> scores) {
        return scores.stream()
                .map(BlockScored::blockIndex)
                .collect(Collectors.toSet())
                .size();
    }

    private static double accepted(SimpleMeterRegistry registry) {
        return registry.get("slidestream.blocks.settled")
                .tag("outcome", "accepted")
                .counter()
                .count();
    }

    private double settled(String outcome) {
        return registry.get("slidestream.blocks.settled")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static String reason(ConsumerRecord<byte[], byte[]> letter) {
        return new String(letter.headers().lastHeader("slidestream.reason").value(), StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
