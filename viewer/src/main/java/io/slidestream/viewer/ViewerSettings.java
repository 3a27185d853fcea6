package io.slidestream.viewer;

import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.servicekit.config.Forms;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the viewer.
 *
 * @param bind where it answers
 * @param token what whoever asks must know; null where only this machine can ask
 * @param tumorClass name of the class that is the tumour's; null: found by the usual names
 * @param reader of the slides
 * @param results folder of the finished maps
 * @param catalog where what people add is kept
 * @param retention how long the rest is kept
 * @param cases finds the case of a slide in its name
 */
public record ViewerSettings(
        InetSocketAddress bind,
        @Nullable String token,
        @Nullable String tumorClass,
        ReaderChoice reader,
        Path results,
        CatalogSettings catalog,
        RetentionSettings retention,
        CaseNames cases) {
    public static final String BIND = "viewer.bind";
    public static final String TOKEN = "viewer.token";
    public static final String CASE = "viewer.case";
    public static final int PORT = 8090;

    /** Adds the viewer's keys. */
    public static ConfigDef define(ConfigDef definition) {
        return RetentionSettings.define(CatalogSettings.define(definition))
                .define(
                        BIND,
                        ConfigDef.Type.STRING,
                        "127.0.0.1:" + PORT,
                        Forms.address(),
                        ConfigDef.Importance.MEDIUM,
                        "Where the web viewer and the REST API answer, over plain HTTP. Whoever reaches it sees the"
                                + " slides: elsewhere than on loopback it does not start without a token, and belongs"
                                + " behind a proxy that speaks TLS.")
                .define(
                        TOKEN,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "What people and programs must give to the viewer, 8 characters at least; on the sign-in page"
                                + " or as 'Authorization: Bearer'.")
                .define(
                        CASE,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(
                                ViewerSettings::checkCase, () -> "a regular expression with one group"),
                        ConfigDef.Importance.LOW,
                        "A regular expression over the slides' names whose one group in parentheses is the case by which"
                                + " the list can be grouped. Default: the folder that a slide lies in, or else its name.");
    }

    /**
     * @param results folder of the finished maps
     * @param tumorClass name of the class that is the tumour's; null: found by the usual names
     */
    public static ViewerSettings from(
            Settings settings, Path results, @Nullable String tumorClass, ReaderChoice reader) {
        return new ViewerSettings(
                settings.address(BIND),
                settings.secret(TOKEN).orElse(null),
                tumorClass,
                reader,
                results,
                CatalogSettings.from(settings),
                RetentionSettings.from(settings),
                CaseNames.by(settings.optionalText(CASE).orElse(null)));
    }

    private static void checkCase(String name, Object value) {
        try {
            var unused = CaseNames.by((String) value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "viewer at " + bind + (token == null ? "" : " with a token");
    }
}
