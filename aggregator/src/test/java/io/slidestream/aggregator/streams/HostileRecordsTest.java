package io.slidestream.aggregator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.aggregator.Driver;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Codec;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.testkit.Growth;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileRecordsTest {
    /** What a map that has begun takes on the heap until it ends or is forgotten. */
    private static final int BYTES_OF_A_MAP = 400;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    private final SlideTiled manifest = MapSamples.manifest("S1");
    private final List<BlockScored> blocks = MapSamples.blocks(manifest);

    @Test
    void manifestOfBillionsOfCells_isBuried_andTheNextSlideIsMapped() throws Exception {
        try (Driver driver = driver()) {
            io.slidestream.contracts.wire.SlideEvent valid = io.slidestream.contracts.wire.SlideEvent.parseFrom(
                    Topic.SLIDES.codec().encode(manifest));
            io.slidestream.contracts.wire.SlideEvent.Builder huge = valid.toBuilder();
            huge.getTiledBuilder().setExpectedTiles(1);
            huge.getTiledBuilder()
                    .getGridBuilder()
                    .setSlideWidthPx(40_000)
                    .setSlideHeightPx(40_000)
                    .setTileSizePx(1)
                    .setStridePx(1);
            driver.slideBytes(key(), huge.build().toByteArray());

            assertThat(driver.deadLetters()).hasSize(1);
            assertThat(driver.updates()).isEmpty();
            map(driver);
        }
    }

    @ParameterizedTest
    @MethodSource("io.slidestream.testkit.Mutations#seeds")
    void mutatedRecords_neitherEndTheTask_norKeepASoundSlideFromItsMap(long seed) {
        Mutations mutations = new Mutations(seed);
        Random random = new Random(seed);
        List<byte[]> events = List.of(Topic.SLIDES.codec().encode(MapSamples.manifest("S2")));
        List<byte[]> scores = MapSamples.blocks(MapSamples.manifest("S2")).stream()
                .map(Topic.TILE_SCORES.codec()::encode)
                .toList();
        try (Driver driver = driver()) {
            Growth growth = new Growth(Mutations.count());
            for (int i = 0; i < Mutations.count(); i++) {
                growth.at(i);
                if (random.nextInt(4) == 0) {
                    byte[] event = mutations.of(events);
                    driver.slideBytes(key(random, event, Topic.SLIDES.codec(), SlideEvent::mapId), event);
                } else {
                    byte[] block = mutations.of(scores);
                    driver.blockBytes(key(random, block, Topic.TILE_SCORES.codec(), BlockScored::mapId), block);
                }
                if (i % 1000 == 0) {
                    driver.pass(Driver.TICK);
                    driver.drain();
                }
            }
            driver.drain();
            growth.assertNone(BYTES_OF_A_MAP * (long) driver.openMaps());
            map(driver);
        }
    }

    private void map(Driver driver) {
        driver.blocks(blocks);
        driver.slide(manifest);
        List<MapUpdated> updates = new ArrayList<>(driver.updates());
        updates.removeIf(update -> !update.mapId().equals(manifest.mapId()));
        assertThat(updates).last().extracting(MapUpdated::state).isEqualTo(MapUpdated.State.MAPPED);
    }

    /** Mostly the record's own key, without which nothing looks further. */
    private <T> byte[] key(Random random, byte[] record, Codec<T> codec, Function<T, MapId> map) {
        try {
            return random.nextInt(8) == 0 ? key() : Driver.key(map.apply(codec.decode(record)));
        } catch (MalformedMessageException e) {
            return key();
        }
    }

    private byte[] key() {
        return manifest.mapId().hex().getBytes(StandardCharsets.US_ASCII);
    }

    private Driver driver() {
        return new Driver(folder.resolve("state"), folder.resolve("results"));
    }
}
