package io.slidestream.viewer.command;

import io.slidestream.catalog.CatalogSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the address of the viewer, of every command that has one. */
public final class ViewerOptions {
    /** A token on the command line could be read by every user of the machine. */
    public static final String TOKEN_VARIABLE = "SLIDESTREAM_VIEWER_TOKEN";

    @Option(
            names = "--viewer",
            paramLabel = "HOST:PORT",
            description = "Where the web viewer answers; port 0 takes any free one. Elsewhere than on this machine it"
                    + " needs a token, in the environment variable " + TOKEN_VARIABLE + ". Default: 127.0.0.1:"
                    + ViewerSettings.PORT + ".")
    private @Nullable String address;

    @Option(
            names = "--case",
            paramLabel = "REGEX",
            description = "A regular expression over the slides' names whose one group in parentheses is the case by"
                    + " which the viewer's list can be grouped. Default: the folder that a slide lies in, or else its"
                    + " name.")
    private @Nullable String caseOf;

    /** Whether any of them stands on the command line. */
    public boolean isGiven() {
        return address != null || caseOf != null;
    }

    /** @param tumorClass name of the class that is the tumour's; null: found by the usual names */
    public ViewerSettings settings(Path results, @Nullable String tumorClass, ReaderChoice reader) {
        return settings(results, tumorClass, reader, System.getenv(TOKEN_VARIABLE));
    }

    private ViewerSettings settings(
            Path results, @Nullable String tumorClass, ReaderChoice reader, @Nullable String token) {
        Map<String, String> texts = new HashMap<>();
        texts.put(ViewerSettings.BIND, address == null ? "127.0.0.1:" + ViewerSettings.PORT : address);
        if (caseOf != null) {
            texts.put(ViewerSettings.CASE, caseOf);
        }
        if (token != null) {
            texts.put(ViewerSettings.TOKEN, token);
        }
        texts.putAll(OfEnvironment.settings(RetentionSettings.keys()));
        texts.putAll(OfEnvironment.settings(CatalogSettings.KEYS));
        try {
            return ViewerSettings.from(
                    Settings.of(ViewerSettings.define(new ConfigDef()), texts), results, tumorClass, reader);
        } catch (SettingsException e) {
            String faults = String.valueOf(e.getMessage());
            throw new OptionException(
                    faults.contains(ViewerSettings.CASE)
                            ? faults.replace(ViewerSettings.CASE, "--case")
                            : "--viewer, which must be HOST:PORT as 127.0.0.1:8090, SLIDESTREAM_RETENTION_… or"
                                    + " SLIDESTREAM_CATALOG_…: "
                                    + faults);
        }
    }
}
