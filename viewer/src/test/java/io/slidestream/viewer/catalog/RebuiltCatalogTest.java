package io.slidestream.viewer.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.MapPage;
import io.slidestream.catalog.maps.MapQuery;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.PostgresServer;
import io.slidestream.testkit.TimeLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalog is an index: what it tells follows from the topics and the results folder, however it came to be. */
@TimeLimit(seconds = 120)
class RebuiltCatalogTest {
    private static final String NOT_TAKEN = "-";

    private final Path folder;
    private final Path results;

    /** Databases that a catalog lies in. */
    enum Place {
        SQLITE {
            @Override
            List<String> empty(Path folder) {
                return List.of(folder.resolve("catalog.db").toString(), NOT_TAKEN);
            }
        },
        POSTGRESQL {
            @Override
            List<String> empty(Path folder) {
                var server = PostgresServer.running();
                Assumptions.assumeTrue(server.isPresent(), "PostgreSQL is not installed: apt-get install postgresql");
                return List.of(server.orElseThrow().database(), PostgresServer.USER);
            }
        };

        /** Address and user. */
        abstract List<String> empty(Path folder);
    }

    RebuiltCatalogTest(@TempDir Path folder) {
        this.folder = folder;
        this.results = folder.resolve("maps");
    }

    @ParameterizedTest
    @EnumSource
    void rebuiltCatalog_tellsWhatTheLiveOneDid(Place place) throws IOException {
        SlideTiled finished = MapSamples.manifest("finished");
        SlideTiled open = MapSamples.manifest("open");
        SlideTiled lost = MapSamples.manifest("lost");
        SlideTiled again = ofOtherModel(finished);
        try (CatalogStore store = open(place.empty(folder))) {
            MapIndex index = store.maps(new TumourArea(null));
            LiveMaps told = new LiveMaps(System::nanoTime);
            try (Catalog live = new Catalog(index, results, told, Catalog.NO_QUEUE)) {
                live.look();
                told.event(MapSamples.manifest("forgotten"));
                told.event(finished);
                told.word(word(finished, MapUpdated.State.OPEN));
                live.tend();
                write(finished);
                write(MapSamples.manifest("found"));
                told.word(word(finished, MapUpdated.State.MAPPED));
                told.word(word(open, MapUpdated.State.OPEN)); // of another partition: it came first
                live.tend();
                told.event(open);
                told.event(MapSamples.rejected("rejected"));
                told.event(lost);
                told.word(word(lost, MapUpdated.State.MAPPED));
                told.event(again);
                told.forget(MapSamples.manifest("forgotten").mapId());
                live.tend();
                live.look();
            }
            store.tags().set(open.slide().location(), "open", "teaching", "A", Instant.EPOCH);
            List<KnownMap> rows = rows(index);
            List<List<SlideMap>> lists = lists(index);
            var states = index.states();
            assertThat(rows).hasSize(6);

            assertThat(Catalog.rebuild(index, results)).isEqualTo(2);
            assertThat(rows(index))
                    .as("what topics told is not there until they are read")
                    .isNotEqualTo(rows);
            LiveMaps compacted = new LiveMaps(System::nanoTime);
            try (Catalog anew = new Catalog(index, results, compacted, Catalog.NO_QUEUE)) {
                for (SlideTiled tiled : List.of(again, lost, open, finished)) {
                    compacted.event(tiled);
                }
                compacted.event(MapSamples.rejected("rejected"));
                compacted.word(word(finished, MapUpdated.State.MAPPED));
                compacted.word(word(lost, MapUpdated.State.MAPPED));
                compacted.word(word(open, MapUpdated.State.OPEN));
                anew.tend();
                anew.look();
            }
            assertThat(rows(index)).isEqualTo(rows);
            assertThat(lists(index)).isEqualTo(lists);
            assertThat(index.states()).isEqualTo(states);
            assertThat(store.tags().of(open.slide().location())).containsExactly("teaching");
        }
    }

    @ParameterizedTest
    @EnumSource
    void mapsByTwoModels_areBothKnown_theNewestIsListed_andARebuildFindsBoth(Place place) throws IOException {
        SlideTiled first = MapSamples.manifest("case/S1");
        SlideTiled second = MapSamples.by("eighteen classes", first);
        try (CatalogStore store = open(place.empty(folder))) {
            MapIndex index = store.maps(new TumourArea(null));
            try (Catalog live = new Catalog(index, results, new LiveMaps(System::nanoTime), Catalog.NO_QUEUE)) {
                write(first);
                live.look();
                write(second);
                live.look();
                assertThat(live.ofSlide(first.slide().location()))
                        .extracting(SlideMap::id)
                        .containsExactly(second.mapId(), first.mapId());
                assertThat(live.find(first.mapId()).orElseThrow().folder())
                        .isEqualTo(results.resolve("case/S1/maps/" + first.mapId()));
                MapPage page = live.page(byName(MapQuery.Filter.ALL));
                assertThat(page.maps()).extracting(SlideMap::id).containsExactly(second.mapId());
                assertThat(page.others()).containsExactly(Map.entry(second.mapId(), 1));
            }
            List<KnownMap> rows = rows(index);
            assertThat(Catalog.rebuild(index, results)).isEqualTo(2);
            assertThat(rows(index)).isEqualTo(rows);
        }
    }

    /** As a process that was killed leaves it, which had the old map lie in both places. */
    @ParameterizedTest
    @EnumSource
    void mapThatLiesInBothPlaces_isOne_andStaysWhereItIs(Place place) throws IOException {
        SlideTiled first = MapSamples.manifest("case/S1");
        write(first);
        write(MapSamples.by("eighteen classes", first));
        Path newest = results.resolve("case/S1");
        Path earlier = newest.resolve("maps/" + first.mapId());
        try (Stream<Path> files = Files.list(earlier)) {
            for (Path file : files.toList()) {
                Files.copy(file, newest.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (CatalogStore store = open(place.empty(folder))) {
            MapIndex index = store.maps(new TumourArea(null));
            try (Catalog live = new Catalog(index, results, new LiveMaps(System::nanoTime), Catalog.NO_QUEUE)) {
                live.look();
                assertThat(live.find(first.mapId()).orElseThrow().folder()).isEqualTo(newest);
                long version = live.version();
                live.look();
                assertThat(live.version()).isEqualTo(version);
            }
        }
    }

    /** A child rebuilds the catalog again and again, and adds a tag after each time; it is killed at any moment. */
    @ParameterizedTest
    @EnumSource
    void catalogWhoseWriterWasKilled_listsWhatTheFolderHolds(Place place) throws Exception {
        for (String name : List.of("A", "B", "C")) {
            write(MapSamples.manifest(name));
        }
        List<KnownMap> expected;
        List<List<SlideMap>> lists;
        try (CatalogStore store = open(List.of(folder.resolve("other.db").toString(), NOT_TAKEN))) {
            MapIndex index = store.maps(new TumourArea(null));
            Catalog.bringUpToDate(index, results);
            expected = rows(index);
            lists = lists(index);
        }
        assertThat(expected).hasSize(3);
        List<String> where = place.empty(folder);
        for (int rounds = 1; rounds <= 3; rounds++) {
            String last = writeAndKill(where, rounds);
            try (CatalogStore store = open(where)) {
                MapIndex index = store.maps(new TumourArea(null));
                Catalog.bringUpToDate(index, results);
                assertThat(rows(index)).isEqualTo(expected);
                assertThat(lists(index)).isEqualTo(lists);
                assertThat(store.tags().of("file:///slide"))
                        .as("was told to be written")
                        .contains(last);
            }
        }
    }

    private String writeAndKill(List<String> where, int rounds) throws Exception {
        Path log = folder.resolve("writer.log");
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        where.get(0),
                        where.get(1),
                        results.toString(),
                        Integer.toString(rounds))
                .redirectError(log.toFile())
                .start();
        try (BufferedReader out = writer.inputReader()) {
            String last = "";
            for (int tags = 0; tags < rounds; ) {
                String line = out.readLine();
                if (line == null) {
                    throw new AssertionError("the writer ended: " + Files.readString(log));
                }
                if (line.startsWith("tag-")) {
                    last = line;
                    tags++;
                }
            }
            assertThat(writer.isAlive()).isTrue();
            return last;
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    /** Writes a catalog until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            Path results = Path.of(args[2]);
            try (CatalogStore store = open(List.of(args[0], args[1]))) {
                MapIndex index = store.maps(new TumourArea(null));
                for (long round = 0; ; round++) {
                    long unused = Catalog.rebuild(index, results);
                    String tag = "tag-" + args[3] + "-" + round;
                    store.tags().set("file:///slide", "slide", tag, "A", Instant.EPOCH);
                    System.out.println(tag);
                }
            }
        }
    }

    /** @param where address and user */
    static CatalogStore open(List<String> where) {
        String user = where.get(1);
        return CatalogStore.open(
                user.equals(NOT_TAKEN)
                        ? DatabaseUrl.ofFile(Path.of(where.get(0)))
                        : DatabaseUrl.of(where.get(0), user, null));
    }

    /** Everything that is known, but when the ledger's figures were read. */
    private static List<KnownMap> rows(MapIndex index) {
        List<KnownMap> rows = new ArrayList<>();
        index.forEachKnown(map -> rows.add(map.word() == null ? map : withoutTime(map, map.word())));
        return rows;
    }

    private static KnownMap withoutTime(KnownMap map, KnownMap.Word word) {
        return new KnownMap(
                map.id(),
                map.slide(),
                map.shape(),
                map.told(),
                new KnownMap.Word(
                        word.attempt(),
                        word.state(),
                        word.expectedTiles(),
                        word.scoredTiles(),
                        word.rejectedTiles(),
                        word.results(),
                        0,
                        word.whereabouts()),
                map.found(),
                map.waiting());
    }

    /** The list in each order, and by the words of a search. */
    private static List<List<SlideMap>> lists(MapIndex index) {
        List<List<SlideMap>> lists = new ArrayList<>();
        for (MapQuery.Key key : MapQuery.Key.values()) {
            lists.add(list(index, MapQuery.Filter.ALL, key));
        }
        for (String word : List.of("a", "open", "fin", "ound")) {
            lists.add(list(index, new MapQuery.Filter(List.of(word), null, null, null, List.of()), MapQuery.Key.NAME));
        }
        return lists;
    }

    private static List<SlideMap> list(MapIndex index, MapQuery.Filter filter, MapQuery.Key key) {
        return index.page(new MapQuery(filter, key, MapQuery.Direction.ASCENDING, 1, 100))
                .maps();
    }

    private static MapQuery byName(MapQuery.Filter filter) {
        return new MapQuery(filter, MapQuery.Key.NAME, MapQuery.Direction.ASCENDING, 1, 100);
    }

    private static MapUpdated word(SlideTiled tiled, MapUpdated.State state) {
        boolean mapped = state == MapUpdated.State.MAPPED;
        return new MapUpdated(
                tiled.mapId(),
                tiled.attempt(),
                tiled.slide(),
                state,
                tiled.expectedTiles(),
                mapped ? tiled.expectedTiles() - 1 : 5,
                1,
                mapped ? "file:///results" : null,
                null,
                null);
    }

    private static SlideTiled ofOtherModel(SlideTiled tiled) {
        return new SlideTiled(
                new MapId("f".repeat(32)),
                1,
                tiled.slide(),
                tiled.grid(),
                MapSamples.model(List.of("a", "b")),
                tiled.expectedTiles(),
                tiled.vendor(),
                MapSamples.SEEN + 1,
                0,
                0,
                0);
    }

    private void write(SlideTiled tiled) throws IOException {
        var unused = new MapResults(
                        new FolderResultsStore(results),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        Clock.systemUTC())
                .write(tiled, MapSamples.blocks(tiled).iterator());
    }
}
