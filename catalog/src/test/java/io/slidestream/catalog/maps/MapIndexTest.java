package io.slidestream.catalog.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.database.Databases;
import io.slidestream.catalog.people.Tags;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.MapSamples;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway") // fields are JUnit's; annotations inside qualified names are not read from class files
class MapIndexTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void list_isSearchedByWordsInAnyOrder_filteredSortedAndPaged(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            MapIndex index = index(database);
            fill(index);
            assertThat(names(index, filter("2026 case")))
                    .containsExactly("CASE-2026-01/Ä HE", "CASE-2026-02/B 50%", "CASE-2026-03/C");
            assertThat(names(index, filter("01 CASE ä"))).containsExactly("CASE-2026-01/Ä HE");
            assertThat(names(index, filter("50%"))).containsExactly("CASE-2026-02/B 50%");
            assertThat(names(index, filter("b"))).containsExactly("CASE-2026-02/B 50%");
            assertThat(names(index, filter("no\"such' thing"))).isEmpty();
            assertThat(names(index, filter(""))).hasSize(4);

            MapPage rejected = index.page(new MapQuery(
                    new MapQuery.Filter(List.of(), MapState.REJECTED, null, null, List.of()),
                    MapQuery.Key.TIME,
                    MapQuery.Direction.DESCENDING,
                    1,
                    10));
            assertThat(rejected.maps()).extracting(map -> map.slide().name()).containsExactly("other");
            assertThat(rejected.total()).isEqualTo(1);
            assertThat(rejected.states()).isEqualTo(Map.of(MapState.MAPPED, 3L, MapState.REJECTED, 1L));

            MapPage second = index.page(
                    new MapQuery(MapQuery.Filter.ALL, MapQuery.Key.TUMOUR, MapQuery.Direction.ASCENDING, 2, 3));
            assertThat(second.total()).isEqualTo(4);
            assertThat(second.maps())
                    .as("without a value: last")
                    .extracting(map -> map.slide().name())
                    .containsExactly("other");
            assertThat(sorted(index, MapQuery.Key.TUMOUR, MapQuery.Direction.DESCENDING))
                    .containsExactly("CASE-2026-03/C", "CASE-2026-02/B 50%", "CASE-2026-01/Ä HE", "other");
            assertThat(sorted(index, MapQuery.Key.UNSURE, MapQuery.Direction.ASCENDING))
                    .startsWith("CASE-2026-01/Ä HE");
            assertThat(sorted(index, MapQuery.Key.NAME, MapQuery.Direction.DESCENDING))
                    .startsWith("other", "CASE-2026-03/C");
        }
    }

    @ParameterizedTest
    @EnumSource
    void list_isFilteredByNumbersModelAndTag(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            MapIndex index = index(database);
            fill(index);
            new Tags(database).set(MapSamples.slide("other").location(), "other", "teaching", "A", Instant.EPOCH);
            assertThat(names(index, ranged(MapQuery.Column.TUMOUR, 1.5, 2.5))).containsExactly("CASE-2026-02/B 50%");
            assertThat(names(index, ranged(MapQuery.Column.UNSURE, 0.25, 1))).containsExactly("CASE-2026-03/C");
            assertThat(names(index, ranged(MapQuery.Column.SEEN_AT, 2, 3)))
                    .containsExactly("CASE-2026-02/B 50%", "CASE-2026-03/C");
            String model = MapSamples.manifest("x").model().name();
            assertThat(names(index, new MapQuery.Filter(List.of(), null, model, null, List.of())))
                    .hasSize(3);
            assertThat(names(index, new MapQuery.Filter(List.of(), null, null, "teaching", List.of())))
                    .containsExactly("other");
        }
    }

    @ParameterizedTest
    @EnumSource
    void newestMapOfASlide_isShown_andTheOthersAreKnown(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            MapIndex index = index(database);
            SlideTiled first = MapSamples.manifest("S1");
            SlideTiled second = ofOtherModel(first, MapSamples.SEEN + 1);
            tell(index, first, second);
            assertThat(names(index, MapQuery.Filter.ALL)).containsExactly("S1");
            assertThat(index.shownAt(first.slide().location()))
                    .map(SlideMap::id)
                    .contains(second.mapId());
            assertThat(index.at(first.slide().location())).hasSize(2);

            index.apply(
                    List.of(new MapIndex.Change(second.mapId(), null, map -> map == null ? null : map.untold())),
                    List.of());
            assertThat(index.shownAt(first.slide().location()))
                    .map(SlideMap::id)
                    .contains(first.mapId());
            assertThat(index.known(second.mapId())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void openedAgain_itKnowsEverything_andHowFarTopicsWereRead(Databases kind) {
        DatabaseUrl url = kind.empty(folder);
        SlideTiled open = MapSamples.manifest("S1");
        KnownMap before;
        try (Database database = Database.open(url)) {
            MapIndex index = index(database);
            fill(index);
            index.apply(
                    List.of(
                            told(open),
                            new MapIndex.Change(
                                    open.mapId(),
                                    open.slide().location(),
                                    map -> map == null
                                            ? null
                                            : map.with(
                                                    new MapUpdated(
                                                            open.mapId(),
                                                            1,
                                                            open.slide(),
                                                            MapUpdated.State.OPEN,
                                                            open.expectedTiles(),
                                                            5,
                                                            1,
                                                            null,
                                                            null,
                                                            null),
                                                    77))),
                    List.of(new MapIndex.Position("c", "slides", 3, 42), new MapIndex.Position("d", "slides", 3, 1)));
            before = index.known(open.mapId()).orElseThrow();
        }
        try (Database database = Database.open(url)) {
            MapIndex index = index(database);
            assertThat(index.known(open.mapId())).contains(before);
            assertThat(index.mapping()).containsExactly(before);
            assertThat(before.openManifest().map(SlideTiled::expectedTiles)).contains(open.expectedTiles());
            assertThat(index.positions("c")).containsExactly(new MapIndex.Position("c", "slides", 3, 42));
            index.optimise();
            index.clear();
            assertThat(index.positions("c")).isEmpty();
            assertThat(names(index, MapQuery.Filter.ALL)).isEmpty();
            assertThat(names(index, filter("case"))).isEmpty();
            fill(index);
            assertThat(names(index, filter("case"))).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changeThatChangesNothing_isNoNews_andOneThatFailsLeavesNothing(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            MapIndex index = index(database);
            SlideTiled first = MapSamples.manifest("S1");
            tell(index, first);
            long version = index.version();
            tell(index, first);
            assertThat(index.version()).isEqualTo(version);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> index.apply(
                            List.of(told(MapSamples.manifest("S2")), new MapIndex.Change(first.mapId(), null, map -> {
                                throw new IllegalStateException("a bug");
                            })),
                            List.of()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(names(index, MapQuery.Filter.ALL)).containsExactly("S1");
            tell(index, MapSamples.manifest("S2"));
            assertThat(names(index, MapQuery.Filter.ALL)).containsExactly("S1", "S2");
        }
    }

    @Test
    void twoProcessesThatChangeAMapAtOnce_takeTurns_soThatNeitherChangeIsLost() throws Exception {
        DatabaseUrl url = Databases.POSTGRESQL.empty(folder);
        try (Database database = Database.open(url);
                Database ofAnother = Database.open(url)) {
            fill(index(database));
            KnownMap map = index(database)
                    .at(MapSamples.slide("CASE-2026-03/C").location())
                    .get(0);
            MapIndex.Change untold =
                    new MapIndex.Change(map.id(), null, known -> known == null ? null : known.untold());
            tell(index(database), MapSamples.manifest("CASE-2026-03/C"));
            CompletableFuture<Void> other = new CompletableFuture<>();
            index(database)
                    .apply(
                            List.of(new MapIndex.Change(map.id(), null, known -> {
                                other.completeAsync(() -> {
                                    index(ofAnother).apply(List.of(untold), List.of());
                                    return null;
                                });
                                Await.until(
                                        "the other has its turn or waits for it",
                                        () -> other.isDone() || waits(ofAnother));
                                return known == null ? null : known.unfound();
                            })),
                            List.of());
            other.get(1, TimeUnit.MINUTES);
            assertThat(index(database).known(map.id())).isEmpty();
        }
    }

    private static boolean waits(Database database) {
        return database.read(session -> session.one("SELECT 1 FROM pg_locks WHERE NOT granted", row -> true))
                .isPresent();
    }

    private static MapIndex index(Database database) {
        return new MapIndex(database, map -> map.shape() == null ? Double.NaN : map.areaMm2("TUM"));
    }

    /** Three finished maps of 1, 2 and 3 mm² of tumour, and a slide that was rejected. */
    private static void fill(MapIndex index) {
        List<MapIndex.Change> changes = new ArrayList<>();
        List<String> names = List.of("CASE-2026-01/Ä HE", "CASE-2026-02/B 50%", "CASE-2026-03/C");
        for (int i = 0; i < names.size(); i++) {
            SlideTiled tiled = MapSamples.manifest(names.get(i));
            SlideMap.Shape shape = new SlideMap.Shape(tiled.grid(), tiled.model(), tiled.vendor());
            Double[] areas = new Double[tiled.model().classNames().size()];
            Arrays.fill(areas, 0.5);
            areas[tiled.model().classNames().indexOf("TUM")] = i + 1.0;
            KnownMap.Found found = new KnownMap.Found(
                    1,
                    new KnownMap.Stamp(Path.of("/maps").resolve(names.get(i)), 1, 1),
                    i + 1,
                    i + 2,
                    new SlideMap.Tally(10, 9, 1, 0),
                    null,
                    List.of(areas),
                    (i + 1) / 10.0);
            changes.add(new MapIndex.Change(
                    tiled.mapId(),
                    tiled.slide().location(),
                    map -> KnownMap.of(tiled.mapId(), tiled.slide()).with(found, shape)));
        }
        SlideVersion slide = MapSamples.slide("other");
        changes.add(told(new SlideRejected(
                MapSamples.rejected("other").mapId(), 1, slide, RejectionReason.NO_MPP, "give it", 100)));
        index.apply(changes, List.of());
    }

    private static void tell(MapIndex index, SlideEvent... events) {
        index.apply(Arrays.stream(events).map(MapIndexTest::told).toList(), List.of());
    }

    private static MapIndex.Change told(SlideEvent event) {
        return new MapIndex.Change(event.mapId(), event.slide().location(), map -> with(map, event));
    }

    private static KnownMap with(@Nullable KnownMap map, SlideEvent event) {
        return (map == null ? KnownMap.of(event.mapId(), event.slide()) : map).with(event);
    }

    private static SlideTiled ofOtherModel(SlideTiled tiled, long seenAt) {
        return new SlideTiled(
                new MapId("f".repeat(32)),
                1,
                tiled.slide(),
                tiled.grid(),
                tiled.model(),
                tiled.expectedTiles(),
                tiled.vendor(),
                seenAt,
                0,
                0,
                0);
    }

    private static MapQuery.Filter filter(String words) {
        return new MapQuery.Filter(List.of(words.split(" ")), null, null, null, List.of());
    }

    private static MapQuery.Filter ranged(MapQuery.Column column, double from, double to) {
        return new MapQuery.Filter(
                List.of(),
                null,
                null,
                null,
                List.of(new MapQuery.Range(column, OptionalDouble.of(from), OptionalDouble.of(to))));
    }

    private static List<String> names(MapIndex index, MapQuery.Filter filter) {
        List<String> paged =
                index
                        .page(new MapQuery(filter, MapQuery.Key.NAME, MapQuery.Direction.ASCENDING, 1, 100))
                        .maps()
                        .stream()
                        .map(map -> map.slide().name())
                        .toList();
        List<String> streamed = new ArrayList<>();
        index.forEach(filter, map -> streamed.add(map.slide().name()));
        assertThat(streamed).isEqualTo(paged);
        return paged;
    }

    private static List<String> sorted(MapIndex index, MapQuery.Key key, MapQuery.Direction direction) {
        return index.page(new MapQuery(MapQuery.Filter.ALL, key, direction, 1, 100)).maps().stream()
                .map(map -> map.slide().name())
                .toList();
    }
}
