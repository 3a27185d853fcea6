package io.slidestream.catalog.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of a catalog.
 *
 * @param jdbc its JDBC URL
 * @param file of an SQLite database; null for PostgreSQL
 */
public record DatabaseUrl(
        String jdbc,
        @Nullable Path file,
        @Nullable String user,
        @Nullable String password) {
    public static final String POSTGRESQL = "jdbc:postgresql:";
    public static final String SQLITE = "jdbc:sqlite:";

    public static DatabaseUrl ofFile(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return new DatabaseUrl(SQLITE + absolute, absolute, null, null);
    }

    /**
     * @param user null where the URL says it, or nobody is asked
     * @throws IllegalArgumentException if it is of another database
     */
    public static DatabaseUrl of(String url, @Nullable String user, @Nullable String password) {
        if (url.startsWith(POSTGRESQL)) {
            return new DatabaseUrl(url, null, user, password);
        }
        if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
            return ofFile(Path.of(url.substring(SQLITE.length())));
        }
        throw new IllegalArgumentException(
                "must be jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE, was " + withoutSecrets(url));
    }

    public boolean isPostgresql() {
        return file == null;
    }

    /** Whether somebody has made it; what PostgreSQL has is not asked. */
    public boolean isMade() {
        return file == null || Files.exists(file);
    }

    Optional<Path> sqliteFile() {
        return Optional.ofNullable(file);
    }

    /** The place, for people: no user, no password. */
    @Override
    public String toString() {
        return file == null ? withoutSecrets(jdbc) : file.toString();
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }
}
