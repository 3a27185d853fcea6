package io.slidestream.viewer.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Codec;
import io.slidestream.contracts.Limits;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.testkit.Growth;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.Mutations;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveMapsTest {
    /** In scores that wait for a manifest. */
    private static final int BYTES_OF_A_PROBABILITY = 32;

    private final LiveMaps maps = new LiveMaps(() -> 0);

    @Test
    void blockBeyondEveryGrid_isNoMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> block(MapSamples.manifest("S1").mapId(), Integer.MAX_VALUE, 1))
                .withMessageStartingWith("blockIndex must be in 0..");
    }

    @Test
    void scoresOfMapsThatNobodyAnnounces_takeBoundedMemory_andLeaveRoomForOthers() {
        for (int map = 0; map < 500; map++) {
            for (int index = 0; index < 200; index++) {
                maps.scores(block(new MapId(String.format("%032x", map)), index * 997, 1024));
            }
        }
        assertThat(maps.liveCount()).isLessThanOrEqualTo(64);
        assertThat(maps.earlyProbabilities()).isLessThanOrEqualTo(1 << 21);

        SlideTiled announced = MapSamples.manifest("S1");
        maps.event(announced);
        MapSamples.blocks(announced).forEach(maps::scores);
        assertThat(maps.live(announced.mapId()).orElseThrow().standing().scoredTiles())
                .isEqualTo(announced.expectedTiles());
    }

    /** Each of the largest model that there may be, and of no other's. */
    @Test
    void inventedManifests_takeBoundedMemory_andForgetNoneThatHasNews() {
        SlideTiled sound = MapSamples.manifest("S1");
        maps.event(sound);
        List<BlockScored> blocks = MapSamples.blocks(sound);
        List<String> classes = IntStream.range(0, Limits.CLASSES)
                .mapToObj(i -> i + "x".repeat(200))
                .toList();
        for (int map = 0; map < 200; map++) {
            maps.event(MapSamples.by("invented " + map, MapSamples.manifest(sound.slide(), sound.grid(), classes, 1)));
            maps.scores(blocks.get(map % blocks.size()));
        }
        assertThat(maps.openCount()).isBetween(2, 100);
        assertThat(maps.liveCount()).isEqualTo(maps.openCount());
        assertThat(maps.live(sound.mapId()).orElseThrow().standing().scoredTiles())
                .isEqualTo(sound.expectedTiles());
    }

    @Test
    void roomOfScoresIsGivenBack_whenTheirManifestComes_orTheirMapEnds() {
        SlideTiled late = MapSamples.manifest("S1");
        MapSamples.blocks(late).forEach(maps::scores);
        assertThat(maps.earlyProbabilities()).isPositive();
        maps.event(late);
        assertThat(maps.earlyProbabilities()).isZero();

        SlideTiled ended = MapSamples.manifest("S2");
        MapSamples.blocks(ended).forEach(maps::scores);
        maps.word(new MapUpdated(
                ended.mapId(), 1, ended.slide(), MapUpdated.State.MAPPED, 1, 1, 0, "file:///maps/S2/", null, null));
        assertThat(maps.earlyProbabilities()).isZero();
    }

    @Test
    void scoresOfAnAttemptThatNobodyAnnounces_areForgotten_alsoOfAMapThatHadAnEarlierOne() {
        SlideTiled manifest = MapSamples.manifest("S1");
        maps.scores(block(manifest.mapId(), 0, 9));
        maps.scores(new BlockScored(
                manifest.mapId(), 5, 0, 1, block(manifest.mapId(), 0, 9).scores(), "test", 1, 1, MapSamples.SEEN));
        maps.event(manifest);
        maps.word(new MapUpdated(
                manifest.mapId(),
                1,
                manifest.slide(),
                MapUpdated.State.MAPPED,
                1,
                1,
                0,
                "file:///maps/S1/",
                null,
                null));
        assertThat(maps.live(manifest.mapId()))
                .as("its fifth attempt may be announced yet")
                .isPresent();

        for (int map = 0; map < 64; map++) {
            maps.scores(block(new MapId(String.format("%032x", map)), 0, 9));
        }
        assertThat(maps.live(manifest.mapId())).isEmpty();
        assertThat(maps.liveCount()).isEqualTo(64);
    }

    @ParameterizedTest
    @MethodSource("io.slidestream.testkit.Mutations#seeds")
    void mutatedRecords_endNothing_andGrowNothing(long seed) {
        Mutations mutations = new Mutations(seed);
        SlideTiled manifest = MapSamples.manifest("S2");
        List<byte[]> events = List.of(Topic.SLIDES.codec().encode(manifest));
        List<byte[]> scores = MapSamples.blocks(manifest).stream()
                .map(Topic.TILE_SCORES.codec()::encode)
                .toList();
        List<byte[]> words = List.of(Topic.TUMOR_MAPS
                .codec()
                .encode(new MapUpdated(
                        manifest.mapId(), 1, manifest.slide(), MapUpdated.State.OPEN, 0, 7, 1, null, null, null)));
        for (int map = 0; map < LiveMaps.MAX_CHARACTERS / 2000; map++) {
            maps.event(MapSamples.by("invented " + map, manifest)); // until no more are kept
        }
        Growth growth = new Growth(Mutations.count());
        for (int i = 0; i < Mutations.count(); i++) {
            growth.at(i);
            take(Topic.SLIDES.codec(), mutations.of(events), maps::event);
            take(Topic.TILE_SCORES.codec(), mutations.of(scores), maps::scores);
            take(Topic.TUMOR_MAPS.codec(), mutations.of(words), maps::word);
        }
        growth.assertNone(LiveMaps.MAX_CHARACTERS + BYTES_OF_A_PROBABILITY * maps.earlyProbabilities());
        assertThat(maps.earlyProbabilities()).isBetween(0L, 1L << 21);
        assertThat(maps.liveCount()).isLessThanOrEqualTo(64 + maps.openCount());
    }

    private static <T> void take(Codec<T> codec, byte[] bytes, Consumer<T> taker) {
        T message;
        try {
            message = codec.decode(bytes);
        } catch (MalformedMessageException e) {
            return; // skipped and counted
        }
        assertThat(codec.encode(message)).isNotEmpty();
        taker.accept(message);
    }

    private static BlockScored block(MapId map, int index, int classes) {
        TileScore score = new TileScore.Scored(Collections.nCopies(classes, 0.5f));
        return new BlockScored(map, 1, index, 1, List.of(score), "test", 1, 1, MapSamples.SEEN);
    }
}
