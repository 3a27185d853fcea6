package io.slidestream.viewer.forgetting;

import io.slidestream.catalog.maps.MapState;
import io.slidestream.servicekit.config.Forms;
import io.slidestream.servicekit.config.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of what is kept, and for how long.
 *
 * @param rules in their order; none for what is kept for ever
 * @param gone how long after a slide left its bucket it is forgotten; null: never
 * @param every the pause between two looks
 */
public record RetentionSettings(
        Map<Kept, List<RetentionRule>> rules, @Nullable Duration gone, Duration every) {
    public static final String GONE = "retention.gone";
    public static final String EVERY = "retention.every";

    /** Everything is kept for ever. */
    public static final RetentionSettings NONE = new RetentionSettings(Map.of(), null, Duration.ofHours(6));

    /** What is kept of a map. */
    public enum Kept {
        RESULTS("the files of a map; its row in the list stays, and tells that they are gone"),
        CATALOG("the row of a map that has no files: rejected, called off, or its files are gone"),
        STATES("what topics tell of a slide and its maps; a slide that is still in its bucket is mapped again then"),
        CACHE("the downloaded copy of a slide");

        private final String what;

        Kept(String what) {
            this.what = what;
        }

        public String key() {
            return "retention." + label();
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RetentionSettings {
        rules = Map.copyOf(rules);
    }

    /** Whether everything is kept for ever. */
    public boolean isNone() {
        return rules.isEmpty() && gone == null;
    }

    List<RetentionRule> of(Kept kept) {
        return rules.getOrDefault(kept, List.of());
    }

    public static Set<String> keys() {
        return define(new ConfigDef()).names();
    }

    /** Adds the keys. */
    public static ConfigDef define(ConfigDef definition) {
        for (Kept kept : Kept.values()) {
            definition.define(
                    kept.key(),
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.LambdaValidator.with(RetentionSettings::check, () -> RetentionRule.FORM),
                    ConfigDef.Importance.LOW,
                    "How long " + kept.what + " is kept, by rules of which the first that fits decides. Default: for"
                            + " ever.");
        }
        return definition
                .define(
                        GONE,
                        ConfigDef.Type.STRING,
                        null,
                        Forms.optional(Forms.duration()),
                        ConfigDef.Importance.LOW,
                        "How long after a slide left its bucket everything that is kept of it is forgotten. Default:"
                                + " never.")
                .define(
                        EVERY,
                        ConfigDef.Type.STRING,
                        "6h",
                        Forms.duration(),
                        ConfigDef.Importance.LOW,
                        "The pause between two looks for what is kept no longer.");
    }

    public static RetentionSettings from(Settings settings) {
        Map<Kept, List<RetentionRule>> rules = new EnumMap<>(Kept.class);
        for (Kept kept : Kept.values()) {
            settings.optionalText(kept.key())
                    .ifPresent(text -> rules.put(kept, RetentionRule.parse(text, MapState.labels())));
        }
        return new RetentionSettings(rules, settings.optionalDuration(GONE).orElse(null), settings.duration(EVERY));
    }

    private static void check(String key, @Nullable Object value) {
        if (value != null) {
            try {
                var unused = RetentionRule.parse((String) value, MapState.labels());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, value, e.getMessage());
            }
        }
    }
}
