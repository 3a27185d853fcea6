package io.slidestream.viewer.command;

import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.database.DatabaseUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a catalog lies. */
public final class CatalogOptions {
    /** A password on the command line could be read by every user of the machine. */
    private static final String PASSWORD_VARIABLE = "SLIDESTREAM_CATALOG_PASSWORD";

    @Option(
            names = "--catalog-url",
            paramLabel = "URL",
            description = "The catalog, as catalog.url has it. Default: that of the results folder. The password of a"
                    + " PostgreSQL user comes from " + PASSWORD_VARIABLE + ".")
    private @Nullable String url;

    @Option(names = "--catalog-user", paramLabel = "NAME", description = "The user of a PostgreSQL catalog.")
    private @Nullable String user;

    /** The catalog that is meant, or that of a results folder. */
    public DatabaseUrl of(Path results) {
        try {
            return url == null
                    ? new CatalogSettings(null).of(results)
                    : DatabaseUrl.of(url, user, System.getenv(PASSWORD_VARIABLE));
        } catch (IllegalArgumentException e) {
            throw new OptionException("--catalog-url " + e.getMessage());
        }
    }
}
