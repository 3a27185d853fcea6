package io.slidestream.viewer.forgotten;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.catalog.people.Mark;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.PostgresServer;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.forgetting.Forgetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgettingTest {
    private static final String SECRET_NAME = "case-4711/slide-a";

    private final List<String> retracted = new ArrayList<>();
    private final SlideTiled secret = MapSamples.manifest(SECRET_NAME);
    private final SlideTiled other = MapSamples.manifest(SECRET_NAME + "/inner");
    private final Path results;
    private final Path cache;
    private final CatalogStore store;
    private final MapIndex index;

    ForgettingTest(@TempDir Path folder) throws IOException {
        results = folder.resolve("maps");
        cache = folder.resolve("cache");
        write(secret);
        write(other);
        store = CatalogStore.open(DatabaseUrl.ofFile(results.resolve(".catalog/catalog.db")));
        index = store.maps(new TumourArea(null));
        Catalog.bringUpToDate(index, results);
        addTraces(store, index);
        index.optimise();
    }

    /** Whatever else the catalog may have of the slide. */
    private void addTraces(CatalogStore catalog, MapIndex maps) {
        maps.summaries().note(results, List.of(SECRET_NAME + " holds no map"));
        maps.board()
                .apply(
                        List.of(new SlideBoard.Told(
                                Topic.locationKey(secret.slide().location()),
                                new SlideStateChanged(
                                        secret.slide(),
                                        SlideStateChanged.State.MAPPED,
                                        2,
                                        1,
                                        secret.mapId(),
                                        1,
                                        null,
                                        null,
                                        null))),
                        List.of());
        String location = secret.slide().location();
        String unused = catalog.tags().set(location, SECRET_NAME, "teaching", "A", Instant.EPOCH);
        catalog.marks().set(new Mark(secret.mapId(), location, SECRET_NAME, Mark.Kind.MARKED, "A", Instant.EPOCH));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void forgottenSlide_isNowhere_andOthersStay() throws IOException {
        Forgetting.Done done = forgetting(new Retracting()).forget(secret.slide(), List.of());
        assertThat(retracted)
                .containsExactlyInAnyOrder(
                        "slides " + secret.mapId().hex(),
                        "tumor-maps " + secret.mapId().hex(),
                        "slide-states " + Topic.locationKey(secret.slide().location()));
        assertThat(done.removed())
                .hasSize(5)
                .anyMatch(line -> line.matches("\\d+ files of map " + secret.mapId() + ", from .*slide-a"))
                .anyMatch(line -> line.contains("1 mark and 1 tag"));
        assertThat(index.known(secret.mapId())).isEmpty();
        assertThat(store.marks().of(secret.mapId())).isEmpty();
        assertThat(index.known(other.mapId())).isPresent();
        assertThat(results.resolve(SECRET_NAME).resolve("summary.json")).doesNotExist();
        assertThat(results.resolve(SECRET_NAME).resolve("inner/summary.json")).exists();

        forgetting(new Retracting()).forget(other.slide(), List.of());
        assertThat(results.resolve("case-4711")).as("nothing is left in it").doesNotExist();
        assertThat(Files.readString(results.resolve(".catalog/forgotten.log")))
                .contains(" forgotten " + done.id() + "\n")
                .doesNotContain("4711");
        store.close();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes).as("%s", file).doesNotContain("4711").doesNotContain("slide-a");
            }
        }
    }

    @Test
    void forgottenSlide_isInNoTableOfPostgresql() throws Exception {
        PostgresServer server = PostgresServer.running().orElse(null);
        Assumptions.assumeTrue(server != null, "PostgreSQL is not installed: apt-get install postgresql");
        String url = Objects.requireNonNull(server).database();
        try (CatalogStore shared = CatalogStore.open(DatabaseUrl.of(url, PostgresServer.USER, null))) {
            MapIndex maps = shared.maps(new TumourArea(null));
            Catalog.bringUpToDate(maps, results);
            addTraces(shared, maps);
            maps.optimise();
            assertThat(tablesWithTheName(url))
                    .contains("pg_stats", "map", "summary", "folder_note", "slide_state", "mark", "tag");
            Forgetting forgetting = new Forgetting(
                    shared, maps, new Forgetting.Places(results, cache), null, NameKey.of("a key"), Clock.systemUTC());
            var unused = forgetting.forget(secret.slide(), List.of());
            unused = forgetting.forget(other.slide(), List.of());
            assertThat(tablesWithTheName(url)).isEmpty();
        }
    }

    private static List<String> tablesWithTheName(String url) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, null);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>(List.of("pg_stats"));
            try (ResultSet rows = statement.executeQuery(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            String hex = HexFormat.of().formatHex("4711".getBytes(StandardCharsets.UTF_8));
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " t WHERE t::text LIKE '%4711%'"
                        + " OR t::text LIKE '%" + hex + "%'")) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void forgottenSlide_losesAllOfItsMaps_thoseTheCatalogDoesNotKnowToo() throws IOException {
        write(MapSamples.by("eighteen classes", secret));
        Catalog.bringUpToDate(index, results);
        write(MapSamples.by("two classes", secret));
        Forgetting.Done done = forgetting(new Retracting()).forget(secret.slide(), List.of());
        assertThat(done.removed().stream().filter(line -> line.matches("\\d+ files of map .*")))
                .hasSize(3);
        assertThat(index.at(secret.slide().location())).isEmpty();
        assertThat(results.resolve(SECRET_NAME).resolve("maps")).doesNotExist();
        assertThat(results.resolve(SECRET_NAME).resolve("inner/summary.json")).exists();
    }

    @Test
    void forgottenMap_goesAlone() throws IOException {
        SlideTiled second = MapSamples.by("eighteen classes", secret);
        write(second);
        Catalog.bringUpToDate(index, results);
        Forgetting.Done done = forgetting(new Retracting()).forget(secret.slide(), secret.mapId());
        assertThat(done.removed()).anyMatch(line -> line.contains("of map " + secret.mapId()));
        assertThat(retracted)
                .as("the state is of the newest map")
                .containsExactlyInAnyOrder(
                        "slides " + secret.mapId().hex(),
                        "tumor-maps " + secret.mapId().hex());
        assertThat(index.at(secret.slide().location())).extracting(KnownMap::id).containsExactly(second.mapId());
        assertThat(results.resolve(SECRET_NAME).resolve("maps")).doesNotExist();
        assertThat(results.resolve(SECRET_NAME).resolve("summary.json")).exists();
        assertThat(store.marks().of(secret.mapId())).as("what people added").isNotEmpty();
    }

    @Test
    void newestMapThatIsForgotten_givesItsPlaceToTheOneBefore() throws IOException {
        SlideTiled second = MapSamples.by("eighteen classes", secret);
        write(second);
        Catalog.bringUpToDate(index, results);
        Forgetting.Done unused = forgetting(new Retracting()).forget(secret.slide(), second.mapId());
        assertThat(retracted)
                .contains("slide-states " + Topic.locationKey(secret.slide().location()));
        assertThat(index.shownAt(secret.slide().location()).orElseThrow().id()).isEqualTo(secret.mapId());
        assertThat(results.resolve(SECRET_NAME).resolve("maps/" + secret.mapId() + "/summary.json"))
                .exists();
    }

    @Test
    void withoutKafka_filesAndRowsGo() throws IOException {
        Forgetting.Done done = forgetting(null).forget(secret.slide(), List.of());
        assertThat(done.removed()).hasSize(3);
        assertThat(index.known(secret.mapId())).isEmpty();
    }

    @Test
    void resultsThatTheCatalogHasNotFoundYet_goToo() throws IOException {
        SlideTiled late = MapSamples.manifest(SECRET_NAME + "-late");
        write(late);
        Forgetting.Done done = forgetting(new Retracting()).forget(late.slide(), List.of(late.mapId()));
        assertThat(done.removed())
                .anyMatch(line -> line.matches("\\d+ files of map " + late.mapId() + ", from .*-late"));
        assertThat(results.resolve(SECRET_NAME + "-late")).doesNotExist();
    }

    private Forgetting forgetting(@org.jspecify.annotations.Nullable EventPublisher publisher) {
        return new Forgetting(
                store, index, new Forgetting.Places(results, cache), publisher, NameKey.of("a key"), Clock.systemUTC());
    }

    private void write(SlideTiled tiled) throws IOException {
        var unused = new MapResults(
                        new FolderResultsStore(results),
                        (slide, side) -> new RgbImage(1, 1, new int[1]),
                        Clock.systemUTC())
                .write(tiled, MapSamples.blocks(tiled).iterator());
    }

    private final class Retracting implements EventPublisher {
        @Override
        public <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
            throw new AssertionError("nothing is published");
        }

        @Override
        public <T> CompletableFuture<Void> retract(Topic<T> topic, String key) {
            retracted.add(topic.name() + " " + key);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
