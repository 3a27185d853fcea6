package io.slidestream.tiler.states;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.servicekit.health.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/*
 * One connection serves all threads, each for microseconds, and one transaction after the other holds some hundred records
 * together with the places in the topics up to which they go: whoever is killed goes on from the last that was committed. The
 * connection sees what is not committed yet, so nobody else needs to hold it. Nothing here is the truth about anything. A file
 * that is damaged, or of another version, is therefore made anew, and so is one that was left for so long that a topic may no
 * longer tell what was taken out of it: tombstones are dropped a day after they were compacted.
 */
/** What the topics told, kept in a file, and how far they were read. Safe for concurrent use. */
public final class StateFile implements AutoCloseable {
    static final String NAME = "tiler.db";
    /** Half as long as a topic keeps tombstones, by Kafka's default. */
    static final Duration TRUSTED = Duration.ofHours(12);

    private static final int VERSION = 1;
    private static final int TOGETHER = 1_000;
    private static final long COMMIT_MILLIS = 500;
    private static final Duration SIGN_OF_LIFE = Duration.ofHours(1);
    /** Outside the heap. */
    private static final int CACHE_KIB = 8_192;

    private static final int PRIMARY_CODE = 0xff;
    private static final int DAMAGED = 11;
    private static final int NOT_A_DATABASE = 26;
    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    /** The path, or what stands for it in messages. */
    private final String place;

    private final Connection connection;
    private final Clock clock;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<Partition, Long> reached = new HashMap<>();
    private final ScheduledExecutorService committing = Schedules.daemon("tiler-state");
    private int changes;
    private long committedAtMillis;
    private boolean scrub;
    private boolean closed;
    private volatile @Nullable StateFileException fault;

    /** A partition of one topic; a topic that is deleted and made again has another id. */
    record Partition(String topicId, String topic, int number) {}

    /** Makes a value of a row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Takes one row after the other. */
    interface RowSink {
        void take(ResultSet row) throws SQLException;
    }

    private StateFile(String place, Connection connection, Clock clock) {
        this.place = place;
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Opens the file in a folder, or makes it. Where nothing can be written there, or another process uses it, what is known lasts
     * as long as the process.
     *
     * @throws StartupException if its disk fails
     */
    public static StateFile in(Path folder, Clock clock) {
        Path file = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return withoutFolder(file, e.toString());
        }
        if (!Files.isWritable(folder)) {
            return withoutFolder(file, "nothing may be written to its folder");
        }
        try {
            return openFile(file, clock);
        } catch (Unusable e) {
            log.warn("{} {}; it is made anew from the topics", file, e.getMessage());
            remove(file);
        }
        try {
            return openFile(file, clock);
        } catch (Unusable e) {
            throw new StartupException(file + " " + e.getMessage() + " although it was just made: look at its disk", e);
        }
    }

    /** What is known lasts as long as the process. */
    public static StateFile temporary() {
        try {
            return open("what the tiler knows", "jdbc:sqlite:", Clock.systemUTC());
        } catch (SQLException | Unusable e) {
            throw new IllegalStateException(e);
        }
    }

    private static StateFile withoutFolder(Path file, String why) {
        log.warn(
                "{} cannot be written ({}): what the tiler knows is read from the topics again at each start. Give it a folder"
                        + " with state.folder",
                file,
                why);
        return temporary();
    }

    private static StateFile openFile(Path file, Clock clock) throws Unusable {
        try {
            StateFile state = open(file.toString(), "jdbc:sqlite:" + file, clock);
            try {
                state.check(clock);
                return state;
            } catch (Unusable | RuntimeException e) {
                state.connection.close();
                throw e;
            }
        } catch (SQLException e) {
            int code = code(e);
            if (code == DAMAGED || code == NOT_A_DATABASE) {
                throw new Unusable("is damaged (" + e.getMessage() + ")");
            }
            if (code == 5 || code == 6) {
                return withoutFolder(file, "another process uses it");
            }
            throw new StartupException(describe(file.toString(), e), e);
        }
    }

    private static StateFile open(String place, String url, Clock clock) throws SQLException, Unusable {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-CACHE_KIB);
        config.setBusyTimeout(0);
        Connection connection = DriverManager.getConnection(url, config.toProperties());
        try {
            StateFile state = new StateFile(place, connection, clock);
            state.prepare();
            return state;
        } catch (SQLException | Unusable | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare() throws SQLException, Unusable {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete = ON"); // what is forgotten is overwritten
            int version;
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                version = row.next() ? row.getInt(1) : 0;
            }
            if (version > VERSION) {
                throw new Unusable("is of a newer version of Slidestream");
            }
            statement.execute("BEGIN IMMEDIATE"); // or another process uses it
            for (String sql : List.of(
                    "CREATE TABLE IF NOT EXISTS known_map (map TEXT NOT NULL PRIMARY KEY, attempt INTEGER NOT NULL,"
                            + " reason TEXT, message TEXT, begun BLOB) WITHOUT ROWID",
                    "CREATE TABLE IF NOT EXISTS map_end (map TEXT NOT NULL PRIMARY KEY, attempt INTEGER NOT NULL,"
                            + " reason TEXT, message TEXT) WITHOUT ROWID",
                    "CREATE TABLE IF NOT EXISTS slide_state (slide TEXT NOT NULL PRIMARY KEY, location TEXT NOT NULL,"
                            + " state TEXT NOT NULL, since INTEGER NOT NULL, seen INTEGER NOT NULL, word BLOB NOT NULL)"
                            + " WITHOUT ROWID",
                    "CREATE INDEX IF NOT EXISTS slide_open ON slide_state (state) WHERE state IN ('seen', 'settling', 'submitted',"
                            + " 'tiled')",
                    "CREATE TABLE IF NOT EXISTS bucket (place TEXT NOT NULL PRIMARY KEY, word BLOB NOT NULL) WITHOUT"
                            + " ROWID",
                    "CREATE TABLE IF NOT EXISTS reached (topic TEXT NOT NULL, topic_id TEXT NOT NULL, part INTEGER NOT"
                            + " NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, part)) WITHOUT ROWID",
                    "CREATE TABLE IF NOT EXISTS written (at INTEGER NOT NULL)",
                    "PRAGMA user_version = " + VERSION)) {
                statement.execute(sql);
            }
            statement.execute("COMMIT");
            statement.execute("BEGIN IMMEDIATE");
        }
        var unused = committing.scheduleWithFixedDelay(
                this::commitInTime, COMMIT_MILLIS, COMMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether what is there can be believed. */
    private synchronized void check(Clock clock) throws SQLException, Unusable {
        String found = one("PRAGMA quick_check(1)", row -> row.getString(1)).orElse("");
        if (!found.equals("ok")) {
            throw new Unusable("is damaged (" + found + ")");
        }
        long now = clock.millis();
        long written = one("SELECT MAX(at) FROM written", row -> row.getLong(1)).orElse(0L);
        boolean empty = one("SELECT 1 FROM reached LIMIT 1", row -> 1).isEmpty();
        if (!empty && (now - written > TRUSTED.toMillis() || written > now + TRUSTED.toMillis())) {
            throw new Unusable("was last written too long ago to know what was forgotten since");
        }
    }

    /** What made the file unusable; null while it is usable. */
    @Nullable
    StateFileException fault() {
        return fault;
    }

    /** The places up to which a topic was read, by partition; empty for another topic of that name. */
    synchronized Map<Integer, Long> reached(String topic, String topicId) {
        Map<Integer, Long> places = new HashMap<>();
        each(
                "SELECT part, next FROM reached WHERE topic = ? AND topic_id = ?",
                row -> places.put(row.getInt(1), row.getLong(2)),
                topic,
                topicId);
        return places;
    }

    /** Begins a topic anew: nothing that it told is known. */
    synchronized void restart(String topic, List<String> tables) {
        for (String table : tables) {
            update("DELETE FROM " + table);
        }
        update("DELETE FROM reached WHERE topic = ?", topic);
        reached.keySet().removeIf(partition -> partition.topic().equals(topic));
    }

    /** Everything before that record was taken. */
    synchronized void reach(Partition partition, long next) {
        reached.put(partition, next);
        count();
    }

    synchronized <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... values) {
        try {
            PreparedStatement statement = statement(sql, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Memory holds one row at a time. The sink must ask nothing else. */
    synchronized void each(String sql, RowSink sink, @Nullable Object... values) {
        try {
            PreparedStatement statement = statement(sql, values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sink.take(rows);
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    synchronized void update(String sql, @Nullable Object... values) {
        try {
            int unused = statement(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
        count();
    }

    /** Has what was deleted leave the disk with the next commit. */
    synchronized void scrub() {
        scrub = true;
    }

    private void count() {
        changes++;
        if (changes >= TOGETHER) {
            commit();
        }
    }

    /** Writes what has come. */
    synchronized void commit() {
        if (closed || fault != null) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            long now = clock.millis();
            for (Map.Entry<Partition, Long> place : reached.entrySet()) {
                int unused = statement(
                                "INSERT INTO reached (topic, topic_id, part, next) VALUES (?, ?, ?, ?) ON CONFLICT (topic,"
                                        + " part) DO UPDATE SET topic_id = excluded.topic_id, next = excluded.next",
                                place.getKey().topic(),
                                place.getKey().topicId(),
                                place.getKey().number(),
                                place.getValue())
                        .executeUpdate();
            }
            statement.execute("DELETE FROM written");
            int unused = statement("INSERT INTO written (at) VALUES (?)", now).executeUpdate();
            statement.execute("COMMIT");
            if (scrub) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            statement.execute("BEGIN IMMEDIATE");
            reached.clear();
            changes = 0;
            scrub = false;
            committedAtMillis = now;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private synchronized void commitInTime() {
        if (changes > 0 || clock.millis() - committedAtMillis > SIGN_OF_LIFE.toMillis()) {
            try {
                commit();
            } catch (StateFileException e) {
                log.error("{}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        committing.shutdownNow();
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                commit();
            } catch (StateFileException e) {
                log.warn("{}", e.getMessage());
            }
            closed = true;
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("{} was not closed", place, e);
            }
        }
    }

    private StateFileException failed(SQLException e) {
        StateFileException first = fault;
        if (first != null) {
            return first;
        }
        StateFileException failure = new StateFileException(describe(place, e), e);
        fault = failure;
        return failure;
    }

    private PreparedStatement statement(String sql, @Nullable Object... values) throws SQLException {
        StateFileException before = fault;
        if (before != null) {
            throw before;
        }
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static int code(SQLException e) {
        if (!(e instanceof SQLiteException fault)) {
            return 0;
        }
        boolean noRoom = fault.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE; // the index of its log
        return noRoom ? SQLiteErrorCode.SQLITE_FULL.code : fault.getResultCode().code & PRIMARY_CODE;
    }

    private static String describe(String place, SQLException e) {
        String said = " (" + e.getMessage() + ")";
        return switch (code(e)) {
            case 5, 6 -> place + " is used by another process; give each tiler a state.folder of its own" + said;
            case 13 ->
                "the disk of " + place + " is full; make room and start again: what is missing is read from the topics"
                        + said;
            case 3, 8, 14 -> place + " cannot be opened for writing; give this user the file and its folder" + said;
            case 10 -> "the disk of " + place + " fails to read or write; look at its file system" + said;
            case DAMAGED, NOT_A_DATABASE -> place + " is damaged; the next start makes it anew from the topics" + said;
            default -> place + " does not answer as it should" + said;
        };
    }

    private static void remove(Path file) {
        for (String end : List.of("", "-wal", "-shm", "-journal")) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            } catch (IOException e) {
                throw new StartupException(
                        file + " cannot be removed; remove it by hand (" + FileFault.words(e) + ")", e);
            }
        }
    }

    /** Why a file must be made anew; a predicate. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
