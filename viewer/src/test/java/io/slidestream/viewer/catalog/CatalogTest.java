package io.slidestream.viewer.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import io.slidestream.viewer.cells.LiveMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    private final SlideTiled manifest = MapSamples.manifest("S1");
    private final List<BlockScored> blocks = MapSamples.blocks(manifest);
    private final LiveMaps topics = new LiveMaps(System::nanoTime);
    private final List<Catalog.Waiting> waiting = new ArrayList<>();
    private final Catalog catalog;

    private final Path results;

    CatalogTest(@TempDir Path results) {
        this.results = results;
        catalog = new Catalog(results, topics, () -> waiting, System::nanoTime);
    }

    @Test
    void slide_isWaiting_thenMapping_andItsScoresMayComeBeforeItsManifest() {
        waiting.add(new Catalog.Waiting(manifest.mapId(), 1, manifest.slide(), MapSamples.SEEN));
        topics.scores(blocks.get(0));
        assertThat(only().state()).isEqualTo(MapState.WAITING);
        topics.event(manifest);
        waiting.clear();
        topics.scores(blocks.get(1));
        topics.scores(blocks.get(1));

        SlideMap map = only();
        assertThat(map.state()).isEqualTo(MapState.MAPPING);
        assertThat(scored(map))
                .isEqualTo(
                        blocks.get(0).scores().size() + blocks.get(1).scores().size());
        assertThat(catalog.live(manifest.mapId())
                        .map(LiveMap::cells)
                        .orElseThrow()
                        .size())
                .isEqualTo((int) scored(map) * (6 + 2 * 9));
    }

    @Test
    void laterAttempt_beginsAnew_earlierBlocksAreDropped() {
        topics.event(manifest);
        topics.scores(blocks.get(0));
        topics.event(MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 2));
        topics.scores(blocks.get(1));
        assertThat(only().attempt()).isEqualTo(2);
        assertThat(scored(only())).isZero();
    }

    @Test
    void cancelled_andLost_areTold() {
        topics.event(manifest);
        topics.event(new SlideRejected(
                manifest.mapId(), 2, manifest.slide(), RejectionReason.CANCELLED, "off", MapSamples.SEEN));
        assertThat(only().state()).isEqualTo(MapState.CANCELLED);

        topics.event(MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 3));
        topics.word(new MapUpdated(
                manifest.mapId(), 3, manifest.slide(), MapUpdated.State.MAPPED, 0, 0, 0, "file:///gone", null, null));
        assertThat(only().state()).isEqualTo(MapState.LOST);
    }

    @Test
    void newerMapOfASlide_takesItsPlaceInTheList() {
        topics.event(MapSamples.rejected("S2"));
        SlideTiled other = MapSamples.manifest(MapSamples.slide("S2"), MapSamples.GRID, List.of("a", "b"), 1);
        topics.event(new SlideTiled(
                new io.slidestream.contracts.MapId("f".repeat(32)),
                1,
                other.slide(),
                other.grid(),
                other.model(),
                other.expectedTiles(),
                "aperio",
                MapSamples.SEEN + 1,
                0,
                0,
                0));
        assertThat(only().id().hex()).startsWith("fff");
        SlideMap old = catalog.find(MapSamples.rejected("S2").mapId()).orElseThrow();
        assertThat(catalog.newerThan(old)).contains(only());
    }

    /** The results folder tells of it, and still does when a new attempt, or a map by another model, is called off. */
    @Test
    void finishedMap_outlivesOneThatWasCalledOff() throws IOException {
        write();
        topics.event(cancelled(manifest.mapId(), 2));
        topics.event(cancelled(new MapId("f".repeat(32)), 1));
        assertThat(only().state()).isEqualTo(MapState.MAPPED);
        assertThat(only().id()).isEqualTo(manifest.mapId());

        topics.event(MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 3));
        assertThat(only().state()).isEqualTo(MapState.MAPPING);
    }

    /** However lately the folder was looked through: here the clock stands still. */
    @Test
    void mapThatHasJustBeenWritten_isNotLost() throws IOException {
        Catalog frozen = new Catalog(results, topics, () -> waiting, () -> 0);
        topics.event(manifest);
        assertThat(frozen.current()).extracting(SlideMap::state).containsExactly(MapState.MAPPING);
        write();

        topics.word(new MapUpdated(
                manifest.mapId(), 1, manifest.slide(), MapUpdated.State.MAPPED, 0, 0, 0, "file:///S1", null, null));

        assertThat(frozen.current()).extracting(SlideMap::state).containsExactly(MapState.MAPPED);
    }

    private void write() throws IOException {
        var unused = new MapResults(
                        new FolderResultsStore(results),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        Clock.systemUTC())
                .write(manifest, blocks.iterator());
    }

    private SlideRejected cancelled(MapId map, int attempt) {
        return new SlideRejected(
                map, attempt, manifest.slide(), RejectionReason.CANCELLED, "off", MapSamples.SEEN + attempt);
    }

    private static long scored(SlideMap map) {
        return Objects.requireNonNull(map.ledger(), "the ledger").scored();
    }

    private SlideMap only() {
        assertThat(catalog.current()).hasSize(1);
        return catalog.current().get(0);
    }
}
