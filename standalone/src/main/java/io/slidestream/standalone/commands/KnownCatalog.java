package io.slidestream.standalone.commands;

import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.viewer.command.CatalogOptions;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the catalog that a viewer keeps: the one that is named, that of a service's file, or that of a results folder. */
final class KnownCatalog {
    private KnownCatalog() {}

    /** The one that goes with topics; empty where nobody has made one. */
    static Optional<DatabaseUrl> of(CatalogOptions named, KafkaOptions kafka) {
        return named.named()
                .or(kafka::catalog)
                .or(() -> kafka.out().map(new CatalogSettings(null)::of))
                .filter(DatabaseUrl::isMade);
    }

    /** The one of a results folder; empty where nobody has made one. */
    static Optional<DatabaseUrl> of(CatalogOptions named, Path results) {
        return Optional.of(named.of(results)).filter(DatabaseUrl::isMade);
    }
}
