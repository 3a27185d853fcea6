package io.slidestream.viewer.command;

import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.database.DatabaseUrl;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a catalog lies; without them the environment does, as for a viewer. */
public final class CatalogOptions {
    @Option(
            names = "--catalog-url",
            paramLabel = "URL",
            description = "The catalog, as catalog.url has it. Default: SLIDESTREAM_CATALOG_URL, or that of the results"
                    + " folder. The password of a PostgreSQL user comes from SLIDESTREAM_CATALOG_PASSWORD.")
    private @Nullable String url;

    @Option(
            names = "--catalog-user",
            paramLabel = "NAME",
            description = "The user of a PostgreSQL catalog. Default: SLIDESTREAM_CATALOG_USER.")
    private @Nullable String user;

    /** The catalog that is meant, or that of a results folder. */
    public DatabaseUrl of(Path results) {
        return named().orElseGet(() -> new CatalogSettings(null).of(results));
    }

    /** The catalog that is meant, if one is named. */
    public Optional<DatabaseUrl> named() {
        Map<String, String> environment = OfEnvironment.settings(CatalogSettings.KEYS);
        String place = url == null ? environment.get(CatalogSettings.URL) : url;
        if (place == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseUrl.of(
                    place,
                    user == null ? environment.get(CatalogSettings.USER) : user,
                    environment.get(CatalogSettings.PASSWORD)));
        } catch (IllegalArgumentException e) {
            throw new OptionException((url == null ? "SLIDESTREAM_CATALOG_URL " : "--catalog-url ") + e.getMessage());
        }
    }
}
