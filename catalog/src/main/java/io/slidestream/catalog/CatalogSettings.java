package io.slidestream.catalog;

import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.contracts.Sha256;
import io.slidestream.servicekit.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the catalog.
 *
 * @param url null: a file in the results folder
 */
public record CatalogSettings(@Nullable DatabaseUrl url) {
    public static final String URL = "catalog.url";
    public static final String USER = "catalog.user";
    public static final String PASSWORD = "catalog.password";
    public static final List<String> KEYS = List.of(URL, USER, PASSWORD);

    /** Where the catalog of a results folder lies. Hidden: no walk for maps enters it. */
    private static final String FOLDER = ".catalog";

    private static final String FILE = "catalog.db";

    /** Adds the catalog's keys. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(CatalogSettings::check, () -> "a JDBC URL"),
                        ConfigDef.Importance.MEDIUM,
                        "The catalog's database: jdbc:sqlite:FILE on a disk of this machine, or"
                                + " jdbc:postgresql://HOST:PORT/DATABASE for several viewers. Default:"
                                + " .catalog/catalog.db in the results folder.")
                .define(
                        USER,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.LOW,
                        "The user of the catalog's PostgreSQL database, which it should own.")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.LOW,
                        "The password of catalog.user.");
    }

    /** The settings of a service, whose secrets may come from files. */
    public static CatalogSettings from(Settings settings) {
        return new CatalogSettings(settings.optionalText(URL)
                .map(url -> DatabaseUrl.of(
                        url,
                        settings.optionalText(USER).orElse(null),
                        settings.secret(PASSWORD).orElse(null)))
                .orElse(null));
    }

    /** The place of the catalog of a results folder: in it, or with this user where it may only be read. */
    public DatabaseUrl of(Path results) {
        if (url != null) {
            return url;
        }
        Path folder = results.toAbsolutePath().normalize();
        Path inside = folder.resolve(FOLDER);
        boolean readOnly = Files.isDirectory(folder) && !Files.isWritable(Files.exists(inside) ? inside : folder);
        return DatabaseUrl.ofFile(readOnly ? ofUser(folder) : inside.resolve(FILE));
    }

    private static Path ofUser(Path folder) {
        String hash = Sha256.hex(folder.toString()).substring(0, 16);
        return Path.of(System.getProperty("user.home"), ".cache", "slidestream", "catalog-" + hash + ".db");
    }

    private static void check(String key, @Nullable Object value) {
        if (value != null) {
            try {
                DatabaseUrl.of((String) value, null, null);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key + " " + e.getMessage());
            }
        }
    }
}
