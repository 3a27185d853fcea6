package io.slidestream.viewer.command;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description =
                "Makes the catalog anew from the results, and has topics read from their start by the next viewer that"
                        + " follows them. What people added stays. End the viewers of the catalog before.")
public final class CatalogRebuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What a run had as --out. The maps are only read.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Mixin
    private final CatalogOptions catalog = new CatalogOptions();

    @Option(
            names = "--tumor-class",
            paramLabel = "NAME",
            description = "The class that is the tumour's. Default: found by the usual names.")
    private @Nullable String tumorClass;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new OptionException(folder + " is no folder; give the one that a run had as --out");
        }
        DatabaseUrl place = catalog.of(folder);
        try (CatalogStore store = CatalogStore.open(place)) {
            long maps = Catalog.rebuild(store.maps(new TumourArea(tumorClass)), folder);
            spec.commandLine()
                    .getOut()
                    .println("the catalog " + place + " was made anew: " + maps + (maps == 1 ? " map" : " maps"));
            return 0;
        } catch (CatalogException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
