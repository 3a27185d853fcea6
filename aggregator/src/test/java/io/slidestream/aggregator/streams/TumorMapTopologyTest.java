package io.slidestream.aggregator.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.aggregator.Driver;
import io.slidestream.aggregator.ledger.BlockStore;
import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TumorMapTopologyTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // by start()
    private Driver driver;

    private final SlideTiled manifest = MapSamples.manifest("S1");
    private final List<BlockScored> blocks = MapSamples.blocks(manifest);

    @BeforeEach
    void start() {
        driver = new Driver(folder.resolve("state"), folder.resolve("results"));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void manifestLast_mapIsWrittenWhenItArrives() {
        driver.blocks(blocks);
        assertThat(driver.updates()).isEmpty();
        driver.slide(manifest);

        List<MapUpdated> updates = driver.updates();
        assertThat(updates)
                .extracting(MapUpdated::state)
                .containsExactly(MapUpdated.State.OPEN, MapUpdated.State.MAPPED);
        MapUpdated last = updates.get(1);
        assertThat(last.scoredTiles()).isEqualTo(manifest.expectedTiles()).isPositive();
        assertThat(last.rejectedTiles()).isZero();
        assertThat(Path.of(URI.create(String.valueOf(last.results()))).resolve("summary.json"))
                .exists();
        assertThat(driver.openMaps()).isZero();
    }

    @Test
    void manifestFirst_mapIsWrittenWithTheLastBlock() {
        driver.slide(manifest);
        driver.blocks(blocks.subList(0, blocks.size() - 1));
        assertThat(driver.openMaps()).isEqualTo(1);
        assertThat(driver.writes()).isZero();
        driver.block(blocks.get(blocks.size() - 1));
        assertThat(last().state()).isEqualTo(MapUpdated.State.MAPPED);
    }

    @Test
    void anyOrderAndRepetition_giveEqualBytes() throws IOException {
        driver.blocks(blocks);
        driver.slide(manifest);
        List<byte[]> expected = files("S1");

        List<BlockScored> shuffled = new ArrayList<>(blocks);
        shuffled.addAll(blocks);
        Collections.shuffle(shuffled, new Random(7));
        Path elsewhere = folder.resolve("elsewhere");
        try (Driver other = new Driver(folder.resolve("other-state"), elsewhere)) {
            other.blocks(shuffled.subList(0, 3));
            other.slide(manifest);
            other.blocks(shuffled.subList(3, shuffled.size()));
            other.slide(manifest);
            assertThat(other.writes()).isEqualTo(1);
        }
        assertThat(files(elsewhere.resolve("S1"))).containsExactlyElementsOf(expected);
    }

    @Test
    void duplicates_countOnce() {
        driver.slide(manifest);
        driver.block(blocks.get(0));
        driver.block(blocks.get(0));
        driver.slide(manifest);
        driver.pass(Driver.TICK);
        assertThat(last().scoredTiles()).isEqualTo(blocks.get(0).scores().size());
        assertThat(driver.count("slidestream.aggregator.blocks", "outcome", "duplicate"))
                .isEqualTo(1);
        assertThat(driver.count("slidestream.aggregator.events", "outcome", "duplicate"))
                .isEqualTo(1);
        assertThat(driver.count("slidestream.aggregator.tiles", "status", "scored"))
                .isEqualTo(blocks.get(0).scores().size());
    }

    @Test
    void rejectedTiles_closeTheLedgerAndShowAsUnread() throws IOException {
        Cell bad = new Cell(5, 5);
        driver.slide(manifest);
        driver.blocks(MapSamples.blocks(
                manifest,
                cell -> cell.equals(bad)
                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "a damaged JPEG")
                        : MapSamples.scored(manifest, cell)));
        MapUpdated last = last();
        assertThat(last.state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(last.rejectedTiles()).isEqualTo(1);
        assertThat(last.scoredTiles()).isEqualTo(manifest.expectedTiles() - 1);
        assertThat(Files.readAllLines(folder.resolve("results/S1/tiles.csv")))
                .contains("1120,1120,224,224,,,,,,,,,,unreadable,,");
        assertThat(folder.resolve("results/S1/summary.json")).content().contains("a damaged JPEG");
        assertThat(driver.count("slidestream.aggregator.tiles", "status", "unreadable"))
                .isEqualTo(1);
    }

    @Test
    void staleAttempt_isIgnored_newerReplaces() {
        SlideTiled second = MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 2);
        driver.slide(manifest);
        driver.block(blocks.get(0));
        driver.block(MapSamples.blocks(second).get(1));
        driver.blocks(blocks);
        driver.slide(second);
        driver.pass(Driver.TICK);
        assertThat(last().scoredTiles()).isEqualTo(blocks.get(1).scores().size());
        assertThat(last().attempt()).isEqualTo(2);
        assertThat(driver.count("slidestream.aggregator.blocks", "outcome", "stale"))
                .isEqualTo(blocks.size());
        assertThat(driver.entries(BlockStore.NAME)).isEqualTo(1);

        driver.blocks(MapSamples.blocks(second));
        assertThat(last().state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(driver.openMaps()).isZero();
    }

    @Test
    void expectedTiles_areScoredRejectedPendingOrAbandoned_atAnyTime() {
        driver.block(blocks.get(0));
        assertThat(driver.openMaps.pendingTiles()).as("no manifest yet").isZero();
        driver.slide(manifest);
        driver.block(blocks.get(0));
        driver.block(blocks.get(1));
        int counted = blocks.get(0).scores().size() + blocks.get(1).scores().size();
        assertThat(driver.openMaps.pendingTiles()).isEqualTo(manifest.expectedTiles() - counted);
        assertThat(driver.accountedTiles()).isEqualTo(manifest.expectedTiles());
        assertThat(driver.openMaps.oldestSeconds(Driver.CLOCK.millis())).isEqualTo(60);

        SlideTiled second = MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 2);
        driver.slide(second);
        assertThat(driver.count("slidestream.aggregator.tiles.abandoned"))
                .isEqualTo(manifest.expectedTiles() - counted);
        assertThat(driver.accountedTiles()).isEqualTo(2 * manifest.expectedTiles());
        driver.blocks(MapSamples.blocks(second));
        assertThat(driver.openMaps.pendingTiles()).isZero();
        assertThat(driver.openMaps.oldestSeconds(Driver.CLOCK.millis())).isZero();
        assertThat(driver.accountedTiles()).isEqualTo(driver.count("slidestream.aggregator.tiles.expected"));
        assertThat(driver.count("slidestream.aggregator.class.tiles")).isEqualTo(manifest.expectedTiles());
    }

    @Test
    void newerAttempt_ofAWrittenMap_writesItAgain() {
        driver.slide(manifest);
        driver.blocks(blocks);
        SlideTiled second = MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 2);
        driver.slide(second);
        driver.blocks(MapSamples.blocks(second));
        assertThat(last()).satisfies(map -> {
            assertThat(map.attempt()).isEqualTo(2);
            assertThat(map.state()).isEqualTo(MapUpdated.State.MAPPED);
        });
        assertThat(driver.writes()).isEqualTo(2);
    }

    @Test
    void junk_becomesADeadLetterAndTheRestGoesOn() {
        byte[] junk = {1, 2, 3};
        driver.slideBytes(Driver.key(manifest.mapId()), junk);
        driver.blockBytes(Driver.key(manifest.mapId()), junk);
        driver.blockBytes(Driver.key(manifest.mapId()), null);
        driver.slideBytes(Driver.key(manifest.mapId()), null);
        driver.slideBytes("no map id".getBytes(UTF_8), Topic.SLIDES.codec().encode(manifest));
        var letters = driver.deadLetters();
        assertThat(letters).hasSize(4);
        assertThat(letters.get(0).value()).isEqualTo(junk);
        assertThat(Driver.headers(letters.get(1)))
                .containsEntry("slidestream.origin.topic", "tile-scores")
                .containsEntry("slidestream.origin.partition", "0")
                .containsEntry("slidestream.origin.offset", "0")
                .containsEntry("slidestream.service", "aggregator")
                .hasEntrySatisfying("slidestream.reason", why -> assertThat(why).contains("not a BlockScored"));
        assertThat(Driver.headers(letters.get(3)).get("slidestream.reason")).contains("its key is not its map id");
        driver.slide(manifest);
        driver.blocks(blocks);
        assertThat(last().state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(driver.count("slidestream.dead.letters", "topic", "slides")).isEqualTo(2);
        assertThat(driver.count("slidestream.aggregator.blocks", "outcome", "buried"))
                .isEqualTo(2);
    }

    @Test
    void wrongNumberOfProbabilities_isBuriedAndItsTilesCountAsFailed() {
        BlockScored odd = with(blocks.get(0), new TileScore.Scored(List.of(1f)));
        driver.block(odd); // before the manifest: found when it comes
        driver.slide(manifest);
        driver.blocks(blocks.subList(1, blocks.size()));
        MapUpdated last = last();
        assertThat(last.state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(last.rejectedTiles()).isEqualTo(odd.scores().size());
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(Topic.TILE_SCORES.codec().encode(odd));
            assertThat(Driver.headers(letter).get("slidestream.reason")).contains("1 probabilities", "9 classes");
        });
    }

    @Test
    void blockOutsideTheGrid_isBuriedAndTheTrueOneIsAwaited() {
        BlockScored early = moved(blocks.get(0), 4);
        BlockScored late = moved(blocks.get(0), 5);
        driver.block(early);
        driver.slide(manifest);
        driver.block(late);
        driver.blocks(blocks.subList(1, blocks.size()));
        assertThat(driver.deadLetters()).hasSize(2);
        assertThat(driver.writes()).isZero();
        driver.block(blocks.get(0));
        assertThat(last().state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(last(driver).rejectedTiles()).isZero();
    }

    @Test
    void absurdBlockIndex_isBuried() throws IOException {
        BlockScored block = blocks.get(0);
        driver.blockBytes(
                block.mapId().hex().getBytes(StandardCharsets.US_ASCII),
                io.slidestream.contracts.wire.BlockScored.parseFrom(
                                Topic.TILE_SCORES.codec().encode(block))
                        .toBuilder()
                        .setBlockIndex(Integer.MAX_VALUE)
                        .build()
                        .toByteArray());
        assertThat(driver.deadLetters()).hasSize(1);
        assertThat(driver.entries(BlockStore.NAME)).isZero();
    }

    @Test
    void tooManyTiles_keepTheMapOpenAndInTrouble() {
        SlideTiled less = new SlideTiled(
                manifest.mapId(),
                1,
                manifest.slide(),
                manifest.grid(),
                manifest.model(),
                3,
                "aperio",
                MapSamples.SEEN,
                1,
                1,
                1);
        driver.slide(less);
        driver.blocks(blocks);
        assertThat(driver.troubles.describe())
                .contains("more than the 3 tiles its manifest expects", "map the slide again");
        assertThat(driver.writes()).isZero();
    }

    @Test
    void failedWriting_isRepeatedUntilItWorks() {
        driver.breakDisk("No space left on device");
        driver.slide(manifest);
        driver.blocks(blocks);
        assertThat(driver.troubles.describe()).contains(manifest.mapId().hex(), "No space left on device");
        assertThat(last().state()).isEqualTo(MapUpdated.State.OPEN);
        driver.pass(Duration.ofMinutes(3));
        assertThat(driver.writes()).isGreaterThan(2);

        driver.mendDisk();
        driver.pass(Duration.ofMinutes(1));
        assertThat(last().state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(driver.troubles.none()).isTrue();
        assertThat(folder.resolve("results/S1/tiles.csv")).exists();
        assertThat(driver.metrics
                        .get("slidestream.aggregator.write.failures")
                        .counter()
                        .count())
                .isEqualTo(driver.writes() - 1);
    }

    @Test
    void restart_withABalancedLedger_writesTheMap() {
        driver.breakDisk("No space left on device");
        driver.slide(manifest);
        driver.blocks(blocks);
        try (Driver restarted = new Driver(folder.resolve("state2"), folder.resolve("results"))) {
            restarted.takeStateFrom(driver);
            restarted.pass(Duration.ofSeconds(5));
            assertThat(last(restarted).state()).isEqualTo(MapUpdated.State.MAPPED);
            assertThat(folder.resolve("results/S1/tiles.csv")).exists();
        }
    }

    @Test
    void restart_halfWay_goesOnWithWhatCame() throws IOException {
        driver.slide(manifest);
        driver.blocks(blocks.subList(0, 2));
        try (Driver restarted = new Driver(folder.resolve("state2"), folder.resolve("results"))) {
            restarted.takeStateFrom(driver);
            restarted.blocks(blocks.subList(1, blocks.size()));
            assertThat(last(restarted).scoredTiles()).isEqualTo(manifest.expectedTiles());
        }
    }

    @Test
    void restart_afterTheWriting_saysTheFinalWordAgain() {
        driver.slide(manifest);
        driver.blocks(blocks);
        try (Driver restarted = new Driver(folder.resolve("state2"), folder.resolve("results"))) {
            restarted.takeStateFrom(driver);
            restarted.pass(Driver.TICK);
            assertThat(last(restarted).state()).isEqualTo(MapUpdated.State.MAPPED);
            assertThat(restarted.writes()).isZero();
        }
    }

    @Test
    void recordOfAWrittenMap_hasTheFinalWordSaidAgain() {
        driver.slide(manifest);
        driver.blocks(blocks);
        MapUpdated word = last();
        driver.blocks(blocks);
        driver.slide(manifest);
        driver.pass(Driver.TICK);
        assertThat(driver.updates()).containsExactly(word);
    }

    @Test
    void lostScoresOfACountedBlock_areAwaitedAgain() {
        driver.slide(manifest);
        driver.block(blocks.get(0));
        driver.lose(BlockStore.NAME);
        driver.blocks(blocks.subList(1, blocks.size()));
        assertThat(driver.troubles.describe()).contains("holds the scores of");
        driver.block(blocks.get(0));
        driver.pass(Duration.ofMinutes(1));
        assertThat(last().state()).isEqualTo(MapUpdated.State.MAPPED);
        assertThat(driver.troubles.none()).isTrue();
    }

    @Test
    void scores_areRemovedSomeTimeAfterTheWriting() {
        driver.slide(manifest);
        driver.blocks(blocks);
        assertThat(driver.entries(BlockStore.NAME)).isEqualTo(blocks.size());
        driver.pass(Duration.ofMinutes(2));
        assertThat(driver.entries(BlockStore.NAME)).isZero();
        assertThat(driver.entries(LedgerStore.NAME)).isEqualTo(1);
    }

    @Test
    void snapshots_comeOnceAnIntervalAndOnlyWithNews() {
        driver.slide(manifest);
        driver.updates();
        driver.blocks(blocks.subList(0, 3));
        driver.pass(Driver.TICK);
        assertThat(driver.updates()).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.state()).isEqualTo(MapUpdated.State.OPEN);
            assertThat(snapshot.expectedTiles()).isEqualTo(manifest.expectedTiles());
            assertThat(snapshot.scoredTiles()).isPositive();
        });
        driver.pass(Driver.TICK.multipliedBy(4));
        assertThat(driver.updates()).isEmpty();
    }

    @Test
    void rejectedSlide_hasASummaryThatSaysWhy() {
        SlideRejected rejected = MapSamples.rejected("S2");
        driver.slide(rejected);
        MapUpdated last = last();
        assertThat(last.state()).isEqualTo(MapUpdated.State.REJECTED);
        assertThat(last.reason()).isEqualTo(RejectionReason.NO_MPP);
        assertThat(last.message()).isEqualTo(rejected.message());
        assertThat(folder.resolve("results/S2/summary.json"))
                .content()
                .contains("\"rejected\"", "\"no-mpp\"", "give --mpp");
    }

    private MapUpdated last() {
        return last(driver);
    }

    private final List<MapUpdated> heard = new ArrayList<>();

    private MapUpdated last(Driver from) {
        heard.addAll(from.updates());
        return heard.get(heard.size() - 1);
    }

    private List<byte[]> files(String name) throws IOException {
        return files(folder.resolve("results").resolve(name));
    }

    private static List<byte[]> files(Path results) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (String name : List.of("tiles.csv", "tiles.geojson", "tumor-map.png", "overlay.png", "summary.json")) {
            bytes.add(Files.readAllBytes(results.resolve(name)));
        }
        return bytes;
    }

    private static BlockScored with(BlockScored block, TileScore score) {
        return new BlockScored(
                block.mapId(),
                block.attempt(),
                block.blockIndex(),
                block.tiles(),
                Collections.nCopies(block.scores().size(), score),
                block.engine(),
                1,
                1,
                1);
    }

    private static BlockScored moved(BlockScored block, int index) {
        return new BlockScored(
                block.mapId(), block.attempt(), index, block.tiles(), block.scores(), block.engine(), 1, 1, 1);
    }
}
