package io.slidestream.catalog.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.slidestream.contracts.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/*
 * SQLite takes one writer at a time and any number of readers beside it (write-ahead log). Writers of this process queue here,
 * in the order they come, rather than by the busy handler, which sleeps and is not fair; the handler is for other processes. A
 * transaction that writes begins as one, since one that began by reading and turns to writing fails at once if another has
 * written meanwhile. The driver's own transactions are not used: after a BEGIN that failed it believes to be in one. Commits
 * are synchronous: what people add must outlive a power cut, and the rest is written in batches.
 */
/** A database of a catalog. Safe for concurrent use. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 6;
    /** Of each of SQLite's connections, outside the heap. */
    private static final int CACHE_KIB = 16_384;

    /** A plan for any values is many times slower than one that knows how rare a word is; compiling plans costs more than it saves. */
    private static final String PLANNED_FOR_THE_VALUES = "-c plan_cache_mode=force_custom_plan -c jit=off";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Takes some seconds, in which no list is read. */
    private static final long WRITTEN_ANEW_BYTES = 256L << 20;

    private static final long POSTGRESQL_TURN = 0x7475726eL;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final DatabaseUrl url;
    private final Faults faults;
    private final Migrations migrations;
    private final HikariDataSource connections;
    private final ReentrantLock writing = new ReentrantLock(true);

    private Database(DatabaseUrl url, HikariDataSource connections) {
        this.url = url;
        this.connections = connections;
        this.faults = new Faults(url);
        this.migrations = new Migrations(url);
    }

    /** Work on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Session session) throws SQLException;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Task {
        void on(Session session) throws SQLException;
    }

    /**
     * Opens it, makes it where there is none, and brings its schema up to date.
     *
     * @throws CatalogException if it cannot be used: damaged, locked, without rights, of a newer version
     */
    public static Database open(DatabaseUrl url) {
        return open(url, PATIENCE);
    }

    /** @param patience with another process that writes, or that holds a lock on what is read */
    static Database open(DatabaseUrl url, Duration patience) {
        url.sqliteFile().ifPresent(Database::makeFolder);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.jdbc());
        config.setPoolName("catalog");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        if (url.isPostgresql()) {
            config.setUsername(url.user());
            config.setPassword(url.password());
            config.addDataSourceProperty("ApplicationName", "slidestream");
            config.addDataSourceProperty("options", PLANNED_FOR_THE_VALUES + " -c lock_timeout=" + patience.toMillis());
        } else {
            config.setDataSourceProperties(sqlite(patience));
            config.setConnectionInitSql("PRAGMA secure_delete = ON"); // what is forgotten is overwritten
        }
        HikariDataSource connections;
        try {
            connections = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException fault
                    ? new Faults(url).of(fault)
                    : new CatalogException("the catalog " + url + " cannot be reached: " + e.getMessage(), e);
        }
        Database database = new Database(url, connections);
        try {
            database.migrations.bringUpToDate(database);
        } catch (RuntimeException | Error e) {
            connections.close();
            throw e;
        }
        return database;
    }

    public DatabaseUrl url() {
        return url;
    }

    /** Reads. A single statement sees one state of the database. */
    public <T> T read(Work<T> work) {
        try (Connection connection = connections.getConnection();
                Session session = new Session(connection)) {
            return work.on(session);
        } catch (SQLException e) {
            throw faults.of(e);
        }
    }

    /** Reads as many rows as there are, without holding them; everything it reads is of one state of the database. */
    public void stream(Task work) {
        try (Connection connection = connections.getConnection()) {
            if (!url.isPostgresql()) { // reads row by row whatever it is told; a transaction would keep writers away
                try (Session session = new Session(connection)) {
                    work.on(session);
                }
                return;
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (Session session = new Session(connection)) {
                work.on(session);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw faults.of(e);
        }
    }

    /** Reads and writes, all or nothing. */
    public <T> T write(Work<T> work) {
        if (url.isPostgresql()) {
            return transaction(work);
        }
        writing.lock();
        try {
            return transaction(work);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Reads and writes one after the other among all processes, as SQLite has it anyway: for work that writes rows by what it read of
     * them, which another might have changed meanwhile.
     */
    public <T> T writeInTurn(Work<T> work) {
        if (!url.isPostgresql()) {
            return write(work);
        }
        writing.lock(); // so that one connection of this process waits, and others are there to read by
        try {
            return transaction(session -> {
                Object unused = session.one("SELECT pg_advisory_xact_lock(?)", row -> true, POSTGRESQL_TURN);
                return work.on(session);
            });
        } finally {
            writing.unlock();
        }
    }

    /** The same without a result. */
    public void change(Task task) {
        Object unused = write(session -> {
            task.on(session);
            return Boolean.TRUE;
        });
    }

    /** Makes room for very many maps, which come faster while no list can be read in order. */
    public void dropOrders() {
        change(migrations::dropOrders);
    }

    /** Has lists be read in order again. */
    public void makeOrders() {
        change(migrations::makeOrders);
    }

    /**
     * Has what was deleted leave the database's files, as far as others who read them just now allow. What the database keeps to
     * plan with has samples of names: they go too. PostgreSQL leaves deleted rows in its files until it writes over them; tables of
     * up to 256 MB together are written anew, and its log is its own affair.
     */
    public void scrub() {
        if (url.isPostgresql()) {
            scrubPostgresql();
            return;
        }
        change(Database::dropSamples);
        Object unused = read(session -> {
            session.run("PRAGMA wal_checkpoint(TRUNCATE)");
            return Boolean.TRUE;
        });
    }

    private void scrubPostgresql() {
        List<String> tables = read(session -> session.list(
                "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace ="
                        + " current_schema()::regnamespace AND pg_has_role(c.relowner, 'USAGE') AND (SELECT"
                        + " SUM(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                        + " current_schema()::regnamespace) <= ?",
                row -> row.getString(1),
                WRITTEN_ANEW_BYTES));
        Object unused = read(session -> {
            session.script(List.of("ANALYZE", "VACUUM"));
            try {
                for (String table : tables) {
                    session.run("VACUUM (FULL, ANALYZE) " + table);
                }
                session.run("VACUUM FULL pg_catalog.pg_statistic");
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                log.warn("{} is in use: what was deleted stays in its files until it is written over", url);
            }
            return Boolean.TRUE;
        });
    }

    /** Lets the database look at its figures, so that it chooses its ways well; PostgreSQL notes which rows its indexes can answer for. */
    public void optimise() {
        if (url.isPostgresql()) {
            Object unused = read(session -> {
                session.run("VACUUM (SKIP_LOCKED, ANALYZE)");
                return Boolean.TRUE;
            });
            return;
        }
        change(session -> {
            session.run("ANALYZE");
            dropSamples(session);
        });
    }

    /** Whose values are not known when a statement is planned has no use for them. */
    private static void dropSamples(Session session) throws SQLException {
        if (session.one("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'", row -> true)
                .isPresent()) {
            int unused = session.update("DELETE FROM sqlite_stat4");
        }
    }

    private <T> T transaction(Work<T> work) {
        Transaction transaction = url.isPostgresql() ? Transaction.OF_DRIVER : Transaction.OF_SQLITE;
        try (Connection connection = connections.getConnection()) {
            transaction.begin(connection);
            try {
                T result;
                try (Session session = new Session(connection)) {
                    result = work.on(session);
                }
                transaction.commit(connection);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(transaction, connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw faults.of(e);
        }
    }

    /** SQLite has nothing to roll back where it did so itself, as on a full disk. */
    private static void rollBack(Transaction transaction, Connection connection, Throwable cause) {
        try {
            transaction.rollBack(connection);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    private static Properties sqlite(Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) patience.toMillis());
        config.setCacheSize(-CACHE_KIB);
        config.enforceForeignKeys(true);
        return config.toProperties();
    }

    private static void makeFolder(Path file) {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new CatalogException(
                    "the folder of the catalog " + file + " cannot be made; name another place in catalog.url ("
                            + FileFault.words(e) + ")",
                    e);
        }
    }
}
