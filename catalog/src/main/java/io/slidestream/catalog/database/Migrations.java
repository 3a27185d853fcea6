package io.slidestream.catalog.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Steps of the schema, one file each, that are taken once and in order. A step may have a part of its own for either database
 * ({@code V2__maps.sqlite.sql}), taken after the common one.
 */
final class Migrations {
    /** In order; the version of a step is its place, from 1. */
    private static final List<String> STEPS =
            List.of("V1__people", "V2__maps", "V3__places", "V4__reports", "V5__covering");

    private static final long POSTGRESQL_LOCK = 0x736c69646573L;

    private final DatabaseUrl url;

    Migrations(DatabaseUrl url) {
        this.url = url;
    }

    /** @throws CatalogException if the schema is of a newer version */
    void bringUpToDate(Database database) {
        if (database.read(this::version) == STEPS.size()) {
            if (!database.read(this::hasOrders)) { // a rebuild was interrupted
                database.change(this::makeOrders);
            }
            return;
        }
        database.change(session -> {
            if (url.isPostgresql()) {
                session.run("SET LOCAL lock_timeout = 0"); // the steps of another process may take minutes
                Object unused = session.one("SELECT pg_advisory_xact_lock(?)", row -> true, POSTGRESQL_LOCK);
            }
            session.script(List.of("CREATE TABLE IF NOT EXISTS schema_version ("
                    + "version INTEGER PRIMARY KEY, step TEXT NOT NULL, taken_at BIGINT NOT NULL)"));
            for (int step = version(session); step < STEPS.size(); step++) {
                take(session, step);
            }
            if (!hasOrders(session)) {
                makeOrders(session);
            }
        });
    }

    private void take(Session session, int step) throws SQLException {
        String name = STEPS.get(step);
        session.script(statements(name + ".sql"));
        session.script(statements(name + (url.isPostgresql() ? ".postgresql.sql" : ".sqlite.sql")));
        int unused = session.update(
                "INSERT INTO schema_version (version, step, taken_at) VALUES (?, ?, ?)",
                step + 1,
                name,
                System.currentTimeMillis());
    }

    /** Makes what lists are sorted and sought by, of all rows that are there. */
    void makeOrders(Session session) throws SQLException {
        session.script(statements("orders.sql"));
        session.script(statements(url.isPostgresql() ? "orders.postgresql.sql" : "orders.sqlite.sql"));
    }

    /** Drops it, until everything is there. */
    void dropOrders(Session session) throws SQLException {
        String indexes = url.isPostgresql()
                ? "SELECT indexname FROM pg_indexes WHERE tablename = 'map' AND schemaname = current_schema()"
                : "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'map'";
        String made = Stream.of("orders.sql", "orders.sqlite.sql", "orders.postgresql.sql")
                .flatMap(file -> statements(file).stream())
                .collect(Collectors.joining(" "));
        for (String index : session.list(indexes, row -> row.getString(1))) {
            if (made.contains(" " + index + " ")) {
                session.run("DROP INDEX " + index);
            }
        }
    }

    private boolean hasOrders(Session session) throws SQLException {
        String last = url.isPostgresql() // made in one transaction with all others
                ? "SELECT 1 WHERE to_regclass('map_least_done') IS NOT NULL"
                : "SELECT 1 FROM sqlite_master WHERE name = 'map_least_done'";
        return session.one(last, row -> true).isPresent();
    }

    private int version(Session session) throws SQLException {
        String exists = url.isPostgresql()
                ? "SELECT 1 WHERE to_regclass('schema_version') IS NOT NULL"
                : "SELECT 1 FROM sqlite_master WHERE name = 'schema_version'";
        if (session.one(exists, row -> true).isEmpty()) {
            return 0;
        }
        int version = session.one("SELECT COALESCE(MAX(version), 0) FROM schema_version", row -> row.getInt(1))
                .orElse(0);
        if (version > STEPS.size()) {
            throw new CatalogException("the catalog " + url + " is of a newer version of Slidestream (its schema is "
                    + version + ", this version knows " + STEPS.size()
                    + "); use that version, or name another catalog in catalog.url. Nothing was changed");
        }
        return version;
    }

    /** The statements of a file; none where there is no such file. */
    private static List<String> statements(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                return List.of();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
            List<String> statements = new ArrayList<>();
            for (String statement : text.split(";\\s*\\R", -1)) {
                if (!statement.isBlank()) {
                    statements.add(statement.strip());
                }
            }
            return statements;
        } catch (IOException e) {
            throw new UncheckedIOException("this program's own " + file + " cannot be read", e);
        }
    }
}
