package io.slidestream.catalog.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // by JUnit
class DatabaseTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void work_thatFails_leavesNothing(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            assertThatThrownBy(() -> database.change(session -> {
                        insertTag(session, "one");
                        insertTag(session, "one");
                    }))
                    .isInstanceOf(CatalogException.class);
            assertThat(tags(database)).isEmpty();
            database.change(session -> insertTag(session, "two"));
            assertThat(tags(database)).containsExactly("two");
        }
    }

    @ParameterizedTest
    @EnumSource
    void openedAgain_itHasWhatWasThere(Databases kind) {
        DatabaseUrl url = kind.empty(folder);
        try (Database database = Database.open(url)) {
            database.change(session -> insertTag(session, "kept"));
        }
        try (Database database = Database.open(url)) {
            assertThat(tags(database)).containsExactly("kept");
        }
    }

    @ParameterizedTest
    @EnumSource
    void newerSchema_isRefused_andLeftAsItIs(Databases kind) {
        DatabaseUrl url = kind.empty(folder);
        try (Database database = Database.open(url)) {
            database.change(session -> session.update(
                    "INSERT INTO schema_version (version, step, taken_at) VALUES (99, 'V99__later', 0)"));
        }
        assertThatThrownBy(() -> Database.open(url))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("is of a newer version of Slidestream")
                .hasMessageContaining("Nothing was changed");
    }

    @Test
    void ordersByNumbers_ofAnOlderSchema_areMadeAnew_soThatNoRowIsLookedAtForAPage() {
        DatabaseUrl url = Databases.POSTGRESQL.empty(folder);
        List<String> now;
        try (Database database = Database.open(url)) {
            now = orders(database);
            database.change(session -> {
                session.run("DROP INDEX map_most_tumour");
                session.run("CREATE INDEX map_most_tumour ON map (COALESCE(tumour_mm2, -1), id) WHERE shown = 1");
                session.run("DELETE FROM schema_version WHERE version > 4");
            });
            assertThat(orders(database)).isNotEqualTo(now);
        }
        try (Database database = Database.open(url)) {
            assertThat(orders(database)).isEqualTo(now).anyMatch(order -> order.contains("INCLUDE (tumour_mm2)"));
        }
    }

    private static List<String> orders(Database database) {
        return database.read(session -> session.list(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'map' ORDER BY indexname", row -> row.getString(1)));
    }

    @Test
    void damagedFile_isRefused_andLeftAsItIs() throws IOException {
        Path file = folder.resolve("catalog.db");
        byte[] noDatabase = new byte[8192];
        java.util.Arrays.fill(noDatabase, (byte) 'x');
        Files.write(file, noDatabase);
        assertThatThrownBy(() -> Database.open(DatabaseUrl.ofFile(file)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("is damaged and was left as it is")
                .hasMessageContaining("catalog rebuild");
        assertThat(file).hasBinaryContent(noDatabase);
    }

    @Test
    void fileThatAnotherProcessLocks_isReadAndNotWritten() throws Exception {
        DatabaseUrl url = DatabaseUrl.ofFile(folder.resolve("catalog.db"));
        try (Database database = Database.open(url, java.time.Duration.ofMillis(1));
                Connection other = DriverManager.getConnection(url.jdbc());
                Statement statement = other.createStatement()) {
            database.change(session -> insertTag(session, "before"));
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> database.change(session -> insertTag(session, "during")))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining("is locked by another process");
            assertThat(tags(database)).containsExactly("before");
            statement.execute("COMMIT");
            database.change(session -> insertTag(session, "after"));
            assertThat(tags(database)).containsExactly("after", "before");
        }
    }

    @Test
    void fullDisk_isSaid_andNothingIsLost() throws IOException {
        DatabaseUrl url = DatabaseUrl.ofFile(folder.resolve("catalog.db"));
        try (Database database = Database.open(url)) {
            database.change(session -> insertTag(session, "before"));
            String large = "x".repeat(1 << 20);
            assertThatThrownBy(() -> database.change(session -> {
                        // SQLite's own bound does as a full disk does
                        int unused = session.one("PRAGMA max_page_count = 40", row -> row.getInt(1))
                                .orElse(0);
                        insertTag(session, large);
                    }))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining("is full")
                    .hasMessageContaining("nothing that was there is lost");
            assertThat(tags(database)).containsExactly("before");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasDeleted_isNotInTheFilesOnceScrubbed(Databases kind) throws IOException {
        DatabaseUrl url = kind.empty(folder);
        try (Database database = Database.open(url)) {
            database.change(session -> insertTag(session, "stays"));
            database.change(session -> insertTag(session, "PATIENT-ZEBRA"));
            database.optimise();
            checkpoint(database);
            assertThat(holding("PATIENT-ZEBRA", database)).isNotEmpty();

            database.change(session -> {
                int unused = session.update("DELETE FROM tag WHERE tag = ?", "PATIENT-ZEBRA");
            });
            database.scrub();

            checkpoint(database);
            assertThat(holding("PATIENT-ZEBRA", database)).isEmpty();
            assertThat(tags(database)).containsExactly("stays");
        }
    }

    private static void checkpoint(Database database) {
        if (database.url().isPostgresql()) {
            boolean unused = database.read(session -> {
                session.run("CHECKPOINT");
                return true;
            });
        }
    }

    /** Files of the database in which a text stands; PostgreSQL's log is not looked at. */
    private List<Path> holding(String text, Database database) throws IOException {
        Path files = database.url().isPostgresql()
                ? Path.of(database.read(session -> session.one(
                                "SELECT current_setting('data_directory') || '/base'", row -> row.getString(1)))
                        .orElseThrow())
                : folder;
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                        } catch (IOException e) {
                            return false; // removed meanwhile
                        }
                    })
                    .toList();
        }
    }

    @Test
    void lockOfAnotherSession_isSaid_andWhatCameIsReadOnceItIsGone() throws Exception {
        DatabaseUrl url = Databases.POSTGRESQL.empty(folder);
        try (Database database = Database.open(url, Duration.ofMillis(100))) {
            database.change(session -> insertTag(session, "before"));
            try (Connection other = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("LOCK TABLE tag IN ACCESS EXCLUSIVE MODE");

                assertThatThrownBy(() -> tags(database))
                        .isInstanceOf(CatalogException.class)
                        .hasMessageContaining("is locked by another session; end that, or try again");

                other.rollback();
            }
            assertThat(tags(database)).containsExactly("before");
        }
    }

    @Test
    void databaseThatTakesNothing_isSaid_andTakesItLater() {
        DatabaseUrl url = Databases.POSTGRESQL.empty(folder);
        try (Database database = Database.open(url)) {
            assertThatThrownBy(() -> database.change(session -> {
                        session.run("SET TRANSACTION READ ONLY");
                        insertTag(session, "refused");
                    }))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining("takes nothing, as a standby does");
            database.change(session -> insertTag(session, "taken"));
            assertThat(tags(database)).containsExactly("taken");
        }
    }

    @Test
    void postgresqlOfNobody_andThatIsNotThere_isSaid() {
        DatabaseUrl url = Databases.POSTGRESQL.empty(folder);
        assertThatThrownBy(() -> Database.open(DatabaseUrl.of(url.jdbc(), "nobody", null)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("refuses catalog.user and catalog.password");
        assertThatThrownBy(() -> Database.open(DatabaseUrl.of(url.jdbc() + "-not", url.user(), null)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("is not there; make it with createdb");
        assertThatThrownBy(() -> Database.open(DatabaseUrl.of("jdbc:postgresql://127.0.0.1:1/catalog", "me", null)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("cannot be reached; is PostgreSQL running there?");
    }

    @ParameterizedTest
    @CsvSource({
        "08006, cannot be reached",
        "57P01, cannot be reached",
        "28P01, refuses catalog.user",
        "53100, is full; make room"
    })
    void whatPostgresqlSaid_countsMoreThanThatThePoolWaited(String state, String expected) {
        DatabaseUrl url = DatabaseUrl.of("jdbc:postgresql://127.0.0.1/catalog", "me", null);
        SQLException said = new SQLException("said by the server", state);

        assertThat(new Faults(url).of(new SQLTransientConnectionException("the pool waited", null, 0, said)))
                .hasMessageContaining(expected)
                .hasMessageContaining("said by the server");
    }

    @Test
    void unknownDatabase_isNamedWithoutItsPassword() {
        assertThatThrownBy(() -> DatabaseUrl.of("jdbc:mysql://me:secret@host/db?password=secret", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://HOST:PORT/DATABASE")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @EnumSource
    void stream_passesOnMoreRowsThanAreFetchedAtOnce(Databases kind) {
        try (Database database = Database.open(kind.empty(folder))) {
            database.change(session -> {
                for (int i = 0; i < 1_200; i++) {
                    insertTag(session, String.format("%04d", i));
                }
            });
            List<String> seen = new ArrayList<>();
            database.stream(
                    session -> session.each("SELECT tag FROM tag ORDER BY tag", row -> seen.add(row.getString(1))));
            assertThat(seen).hasSize(1_200).isSorted();
        }
    }

    private static void insertTag(Session session, String tag) throws java.sql.SQLException {
        int unused = session.update(
                "INSERT INTO tag (slide_location, tag, slide_name, author, made_at) VALUES ('s', ?, 'n', 'a', 1)", tag);
    }

    private static List<String> tags(Database database) {
        return database.read(session -> session.list("SELECT tag FROM tag ORDER BY tag", row -> row.getString(1)));
    }
}
