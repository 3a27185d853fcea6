package io.slidestream.servicekit.config;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** Writes the reference of a definition, so that documentation and checks cannot disagree. */
public final class SettingsReference {
    private SettingsReference() {}

    /** A Markdown table, one key a row in the order of definition. */
    public static String markdown(ConfigDef definition) {
        StringJoiner rows = new StringJoiner("\n", "", "\n")
                .add("| Key | Type | Default | Valid values | What it does |")
                .add("|---|---|---|---|---|");
        for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
            rows.add("| `" + key.name + "` | " + key.type.name().toLowerCase(java.util.Locale.ROOT) + " | "
                    + standard(key)
                    + " | " + (key.validator == null ? "" : cell(key.validator.toString())) + " | "
                    + cell(key.documentation) + " |");
        }
        return rows.toString();
    }

    /** Formats the reference as plain text for a terminal. */
    public static String plain(ConfigDef definition) {
        StringBuilder text = new StringBuilder();
        for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
            text.append("  ")
                    .append(key.name)
                    .append(" (")
                    .append(standard(key).replace("`", ""))
                    .append(")\n      ");
            text.append(key.documentation).append('\n');
        }
        return text.toString();
    }

    private static String standard(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        if (key.defaultValue == null) {
            return "none";
        }
        if (key.defaultValue instanceof List<?> values) {
            return "`" + values.stream().map(String::valueOf).collect(Collectors.joining(",")) + "`";
        }
        return "`" + (key.type == ConfigDef.Type.PASSWORD ? "[hidden]" : key.defaultValue) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
