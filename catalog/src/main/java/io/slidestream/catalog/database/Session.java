package io.slidestream.catalog.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, inside the work that was given it. Not for concurrent use. */
public final class Session implements AutoCloseable {
    private static final int FETCHED_ROWS = 500;

    private final Connection connection;
    /** Statements that are in no one's hand: one that is asked again, as in a batch, is not read again. */
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of a row, which it does not move. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Takes one row after the other. */
    @FunctionalInterface
    public interface RowSink {
        void take(ResultSet row) throws SQLException;
    }

    /** Gives the number of rows that were changed. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statement(sql, values);
        int rows = statement.executeUpdate();
        keep(sql, statement);
        return rows;
    }

    /** Executes a statement as it stands. */
    public void run(String sql) throws SQLException {
        script(List.of(sql));
    }

    /** Executes several statements as they stand. */
    void script(List<String> statements) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        each(sql, result -> all.add(row.of(result)), values);
        return all;
    }

    /** The first row. */
    public <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statement(sql, values);
        Optional<T> first;
        try (ResultSet rows = statement.executeQuery()) {
            first = rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        }
        keep(sql, statement);
        return first;
    }

    /** Passes on row after row, of which memory holds a few hundred. */
    public void each(String sql, RowSink sink, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statement(sql, values);
        statement.setFetchSize(FETCHED_ROWS);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sink.take(rows);
            }
        }
        keep(sql, statement);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }

    private void keep(String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement other = prepared.put(sql, statement);
        if (other != null) {
            other.close();
        }
    }

    private PreparedStatement statement(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement free = prepared.remove(sql);
        PreparedStatement statement = free == null ? connection.prepareStatement(sql) : free;
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
