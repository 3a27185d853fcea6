package io.slidestream.viewer.command;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.s3.CacheSettings;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.forgetting.Forgetting;
import io.slidestream.viewer.forgetting.Retention;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "retention",
        description =
                "Says what a viewer with these retention settings would remove now, a line each. Nothing is removed; that"
                        + " a slide is gone is noted, as a viewer does. Slides in S3 are not asked for.")
public final class CatalogRetentionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What a run had as --out. The maps are only read.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(
            names = "--set",
            paramLabel = "KEY=RULES",
            required = true,
            description = "A retention setting, as retention.results='state=rejected 30d, 3650d'. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--s3-cache",
            paramLabel = "DIR",
            description = "Where downloaded slides are kept. Default: /var/tmp/slidestream- and the user's name.")
    private Path cache = CacheSettings.DEFAULT.folder();

    @Mixin
    private final CatalogOptions catalog = new CatalogOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new OptionException(folder + " is no folder; give the one that a run had as --out");
        }
        RetentionSettings rules;
        try {
            rules = RetentionSettings.from(Settings.of(RetentionSettings.define(new ConfigDef()), settings));
        } catch (SettingsException e) {
            throw new OptionException("--set: " + e.getMessage());
        }
        try (CatalogStore store = CatalogStore.open(catalog.of(folder));
                LocalSlideFetcher slides = new LocalSlideFetcher()) {
            MapIndex index = store.maps(new TumourArea(null));
            Forgetting forgetting =
                    new Forgetting(store, index, new Forgetting.Places(folder, cache), null, null, Clock.systemUTC());
            List<Retention.Over> over =
                    new Retention(rules, store, index, forgetting, slides, Clock.systemUTC(), one -> {}).over();
            PrintWriter out = spec.commandLine().getOut();
            over.forEach(one -> out.println(one.text()));
            out.println(over.size() + " would go; nothing was removed");
            return 0;
        } catch (CatalogException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
