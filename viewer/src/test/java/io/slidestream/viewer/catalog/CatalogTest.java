package io.slidestream.viewer.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.servicekit.health.Health;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.viewer.cells.LiveMap;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TimeLimit(seconds = 180)
class CatalogTest {
    private final SlideTiled manifest = MapSamples.manifest("S1");
    private final SlideTiled other = MapSamples.manifest("S2");
    private final List<BlockScored> blocks = MapSamples.blocks(manifest);
    private final LiveMaps topics = new LiveMaps(System::nanoTime);
    private final List<Catalog.Waiting> waiting = new ArrayList<>();
    private final DatabaseUrl url;
    private final CatalogStore store;
    private final MapIndex index;
    private final Catalog catalog;

    private final Path results;

    CatalogTest(@TempDir Path results, @TempDir Path database) {
        this.results = results;
        url = DatabaseUrl.ofFile(database.resolve("catalog.db"));
        store = CatalogStore.open(url);
        index = store.maps(new TumourArea(null));
        catalog = new Catalog(index, results, topics, () -> List.copyOf(waiting));
        catalog.look();
    }

    @AfterEach
    void close() {
        catalog.close();
        store.close();
    }

    @Test
    void slide_isWaiting_thenMapping_andItsScoresMayComeBeforeItsManifest() {
        waiting.add(new Catalog.Waiting(manifest.mapId(), 1, manifest.slide(), MapSamples.SEEN, null));
        catalog.tend();
        topics.scores(blocks.get(0));
        assertThat(only().state()).isEqualTo(MapState.WAITING);
        topics.event(manifest);
        waiting.clear();
        catalog.tend();
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

    /** A person sees the slide that is still being copied, and what it waits for. */
    @Test
    void slideThatIsNotComplete_isThere_andSaysWhatItWaitsFor() {
        waiting.add(new Catalog.Waiting(manifest.mapId(), 1, manifest.slide(), MapSamples.SEEN, "still changing"));
        catalog.tend();
        assertThat(only().state()).isEqualTo(MapState.WAITING);
        assertThat(only().heldUp()).isEqualTo("still changing");

        waiting.set(0, new Catalog.Waiting(manifest.mapId(), 1, manifest.slide(), MapSamples.SEEN, null));
        catalog.tend();
        assertThat(only().state()).isEqualTo(MapState.WAITING);
        assertThat(only().heldUp()).isNull();

        waiting.clear();
        catalog.tend();
        assertThat(index.known(manifest.mapId())).isEmpty();
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
        assertThat(only().state()).as("it may be there").isEqualTo(MapState.MAPPING);
        long before = catalog.version();
        catalog.tend();
        catalog.look();
        assertThat(only().state()).isEqualTo(MapState.LOST);
        assertThat(catalog.version()).isGreaterThan(before);
    }

    @Test
    void newerMapOfASlide_takesItsPlaceInTheList() {
        topics.event(MapSamples.rejected("S2"));
        SlideTiled again = MapSamples.manifest(MapSamples.slide("S2"), MapSamples.GRID, List.of("a", "b"), 1);
        topics.event(new SlideTiled(
                new io.slidestream.contracts.MapId("f".repeat(32)),
                1,
                again.slide(),
                again.grid(),
                again.model(),
                again.expectedTiles(),
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
        catalog.look();
        topics.event(cancelled(manifest.mapId(), 2));
        topics.event(cancelled(new MapId("f".repeat(32)), 1));
        assertThat(only().state()).isEqualTo(MapState.MAPPED);
        assertThat(only().id()).isEqualTo(manifest.mapId());

        topics.event(MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 3));
        assertThat(only().state()).isEqualTo(MapState.MAPPING);
    }

    /** However long the next look through the folder takes to come. */
    @Test
    void mapThatHasJustBeenWritten_isShown_andNeverLost() throws IOException {
        topics.event(manifest);
        write();
        mapped();

        SlideMap written = catalog.find(manifest.mapId()).orElseThrow();
        assertThat(written.state()).isEqualTo(MapState.MAPPING);
        assertThat(scored(written)).isEqualTo(manifest.expectedTiles());
        long before = catalog.version();
        catalog.tend();
        assertThat(catalog.version()).isGreaterThan(before);
        assertThat(catalog.find(manifest.mapId()))
                .get()
                .extracting(SlideMap::state)
                .isEqualTo(MapState.MAPPED);
        catalog.look();
        assertThat(only().state()).isEqualTo(MapState.MAPPED);
    }

    /** As on a share that has stopped to answer. The summary is a pipe, from which a walk reads until it is closed. */
    @Test
    void whileAFolderIsLookedThrough_everyQuestionIsAnswered_andWhatIsWrittenIsFound() throws Exception {
        write();
        catalog.look();
        Path pipe = Files.createDirectory(results.resolve("S9")).resolve("summary.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Void> look = CompletableFuture.runAsync(catalog::look);
        try (OutputStream untilTheWalkIsThere = new FileOutputStream(pipe.toFile())) {
            assertThat(soon(this::only).state()).isEqualTo(MapState.MAPPED);
            assertThat(soon(() -> catalog.find(manifest.mapId()))).contains(only());
            assertThat(soon(() -> catalog.find(new MapId("e".repeat(32))))).isEmpty();
            assertThat(soon(() -> catalog.newerThan(only()))).isEmpty();
            assertThat(soon(catalog::version)).isEqualTo(catalog.version());

            topics.event(other);
            write(other);
            topics.word(mappedWord(other));
            assertThat(soon(() -> catalog.find(other.mapId())).orElseThrow().state())
                    .isEqualTo(MapState.MAPPING);
            catalog.tend();
            assertThat(catalog.find(other.mapId()).orElseThrow().state()).isEqualTo(MapState.MAPPED);
        }
        look.join();
        assertThat(catalog.find(other.mapId()).orElseThrow().state())
                .as("the walk may have passed it before it was there")
                .isEqualTo(MapState.MAPPED);
    }

    @Test
    void startedCatalog_looksByItself() throws Exception {
        write();
        try (Catalog started = new Catalog(index, results, topics, () -> List.copyOf(waiting))) {
            assertThat(started.isComplete()).isFalse();
            started.start();
            assertThat(started.current()).extracting(SlideMap::state).containsExactly(MapState.MAPPED);
            assertThat(started.isComplete()).isTrue();
            write(other);
            Await.await(() -> started.current().size() == 2);
        }
    }

    @Test
    void rowsThatCannotBeWritten_areTroubleUntilTheyAre_whateverElseIsWritten() throws Exception {
        AtomicInteger tended = new AtomicInteger();
        write();
        try (Connection connection = DriverManager.getConnection(url.jdbc());
                Statement statement = connection.createStatement();
                Catalog started = new Catalog(index, results, topics, () -> {
                    tended.incrementAndGet();
                    return List.copyOf(waiting);
                })) {
            statement.execute("CREATE TRIGGER full BEFORE INSERT ON map BEGIN SELECT RAISE(ABORT, 'full'); END");
            started.start();
            Await.await(() -> started.check().state() == Health.State.TROUBLED);
            int then = tended.get();
            Await.await(() -> tended.get() >= then + 2);
            assertThat(started.check().state()).isEqualTo(Health.State.TROUBLED);
            statement.execute("DROP TRIGGER full");
            Await.await(() -> started.check().state() == Health.State.READY);
            assertThat(started.current()).hasSize(1);
        }
    }

    @Test
    void mapThatIsWrittenAnew_isShownMeanwhile_andOneThatIsTakenAway_isNot() throws IOException {
        write();
        write(other);
        catalog.look();
        Path summary = results.resolve("S1/summary.json");
        byte[] bytes = Files.readAllBytes(summary);

        Files.delete(summary);
        catalog.look();
        assertThat(catalog.current()).hasSize(2);
        Files.write(summary, bytes);
        catalog.look();
        assertThat(catalog.current()).hasSize(2);

        Files.delete(summary);
        catalog.look();
        catalog.look();
        assertThat(only().slide().name()).isEqualTo("S2");
        Files.move(results.resolve("S2"), results.resolve(".S2"));
        catalog.look();
        assertThat(catalog.current()).isEmpty();
    }

    private static <T> T soon(Supplier<T> question) throws Exception {
        return CompletableFuture.supplyAsync(question).get();
    }

    private void mapped() {
        topics.word(mappedWord(manifest));
    }

    private static MapUpdated mappedWord(SlideTiled tiled) {
        return new MapUpdated(
                tiled.mapId(),
                1,
                tiled.slide(),
                MapUpdated.State.MAPPED,
                tiled.expectedTiles(),
                tiled.expectedTiles(),
                0,
                "file:///elsewhere/" + tiled.slide().name(),
                null,
                null);
    }

    @Test
    void slidesCalledLikeResults_areShown() throws IOException {
        for (String name : List.of("dicom/S1", "tumor-map.ome.zarr/S2", "old.zarr")) {
            write(MapSamples.manifest(MapSamples.slide(name), MapSamples.GRID, MapSamples.KATHER, 1));
        }
        catalog.look();
        assertThat(catalog.current())
                .extracting(map -> map.slide().name())
                .containsExactlyInAnyOrder("dicom/S1", "tumor-map.ome.zarr/S2", "old.zarr");
    }

    private void write() throws IOException {
        write(manifest);
    }

    /** Or "Map again", "Cancel" and "Map again" would end there: the second would be passed over as overtaken. */
    @Test
    void mapThatStaysWhereAnotherWasCalledOff_isCommandedByTheLastAttempt() throws IOException {
        write(manifest);
        topics.event(manifest);
        catalog.look();
        topics.event(MapSamples.manifest(manifest.slide(), MapSamples.GRID, MapSamples.KATHER, 2));
        topics.event(cancelled(manifest.mapId(), 3));

        SlideMap shown = catalog.find(manifest.mapId()).orElseThrow();
        assertThat(shown.state()).isEqualTo(MapState.MAPPED);
        assertThat(shown.attempt()).isEqualTo(1);
        assertThat(catalog.ofLatestAttempt(shown).attempt()).isEqualTo(3);
        assertThat(catalog.ofLatestAttempt(shown).state()).isEqualTo(MapState.MAPPED);
    }

    private void write(SlideTiled tiled) throws IOException {
        var unused = new MapResults(
                        new FolderResultsStore(results),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        Clock.systemUTC())
                .write(tiled, MapSamples.blocks(tiled).iterator());
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
