package io.slidestream.catalog.database;

import io.slidestream.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** The databases that tests run on: SQLite always, PostgreSQL where Debian's is installed. */
public enum Databases {
    SQLITE {
        @Override
        public DatabaseUrl empty(Path folder) {
            return DatabaseUrl.ofFile(folder.resolve(UUID.randomUUID() + ".db"));
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseUrl empty(Path folder) {
            Optional<PostgresServer> server = PostgresServer.running();
            Assumptions.assumeTrue(server.isPresent(), "PostgreSQL is not installed: apt-get install postgresql");
            return DatabaseUrl.of(server.orElseThrow().database(), PostgresServer.USER, null);
        }
    };

    /** A database that nobody has used. */
    public abstract DatabaseUrl empty(Path folder);
}
