package io.slidestream.servicekit.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Reads and checks one configuration, collecting faults instead of stopping at the first. Used once. */
public final class SettingsReader {
    public static final String CONFIG_VARIABLE = Settings.ENVIRONMENT_PREFIX + "CONFIG";

    /** Variables of the surroundings that share the prefix. */
    private static final Set<String> FOREIGN = Set.of(
            CONFIG_VARIABLE,
            Settings.ENVIRONMENT_PREFIX + "TEST_DATA",
            Settings.ENVIRONMENT_PREFIX + "IMAGES",
            Settings.ENVIRONMENT_PREFIX + "BUILD_OPTIONS",
            Settings.ENVIRONMENT_PREFIX + "JAVA_OPTIONS");

    private record Given(String text, String origin) {}

    private final Map<String, ConfigDef.ConfigKey> own;
    private final Map<String, ConfigDef.ConfigKey> known = new TreeMap<>(KafkaKeys.all());
    private final Map<String, Given> given = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    SettingsReader(ConfigDef definition) {
        own = definition.configKeys();
        known.putAll(own);
    }

    Settings read(@Nullable Path file, Map<String, String> environment) {
        if (file != null) {
            fromFile(file);
        }
        fromEnvironment(environment);
        return settings();
    }

    Settings read(Map<String, String> texts) {
        new TreeMap<>(texts).forEach((key, text) -> give(key, text, "given"));
        return settings();
    }

    private void fromFile(Path file) {
        Properties properties =
                new UniqueProperties(key -> faults.add("key '" + key + "' is given twice (in " + file + ")"));
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            faults.add("the file " + file + " does not exist");
        } catch (IOException | IllegalArgumentException e) {
            faults.add("the file " + file + " cannot be read: " + e);
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            give(key, properties.getProperty(key, ""), "in " + file);
        }
    }

    private void fromEnvironment(Map<String, String> environment) {
        Map<String, String> keys = new HashMap<>();
        known.keySet().forEach(key -> keys.put(KafkaKeys.environmentName(key), key));
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith(Settings.ENVIRONMENT_PREFIX) || FOREIGN.contains(variable)) {
                return;
            }
            String key = keys.get(variable);
            if (key != null) {
                give(key, text, "environment variable " + variable);
            } else {
                faults.add("unknown environment variable " + variable + suggestion(variable, keys.keySet()));
            }
        });
    }

    private void give(String key, String text, String origin) {
        if (KafkaKeys.isOwn(key)) {
            faults.add(key + " (" + origin + ") is set by Slidestream itself and cannot be changed");
        } else if (!known.containsKey(key)) {
            faults.add("unknown key '" + key + "' (" + origin + ")" + suggestion(key, known.keySet()));
        } else if (!text.isBlank()) {
            given.put(key, new Given(text.strip(), origin));
        }
    }

    private Settings settings() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        own.forEach((name, key) -> values.put(name, ownValue(key)));
        Map<String, Object> kafka = new TreeMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(KafkaKeys.PREFIX)) {
                Object parsed = own.containsKey(name) ? values.get(name) : parse(name, known.get(name), value);
                kafka.put(
                        name.substring(KafkaKeys.PREFIX.length()),
                        parsed instanceof Password secret ? secret : value.text());
            }
        });
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        return new Settings(values, kafka);
    }

    private @Nullable Object ownValue(ConfigDef.ConfigKey key) {
        Given value = given.get(key.name);
        if (value != null) {
            return parse(key.name, key, value);
        }
        if (key.hasDefault()) {
            return key.defaultValue;
        }
        faults.add(key.name + " is missing (" + key.documentation + ") Set it in the properties file or as "
                + KafkaKeys.environmentName(key.name));
        return null;
    }

    private @Nullable Object parse(String name, ConfigDef.@Nullable ConfigKey key, Given value) {
        if (key == null) {
            throw new AssertionError("given() lets only known keys pass, not " + name);
        }
        try {
            Object parsed = ConfigDef.parseType(name, value.text(), key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
            return parsed;
        } catch (ConfigException e) {
            String shown = key.type == ConfigDef.Type.PASSWORD ? "[hidden]" : value.text();
            faults.add(name + " is '" + shown + "' (" + value.origin() + "): " + why(name, e));
            return null;
        }
    }

    /** Kafka's message without the value and the name, which it repeats. */
    private static String why(String name, ConfigException e) {
        String message = String.valueOf(e.getMessage());
        String head = "for configuration " + name + ": ";
        int at = message.indexOf(head);
        return at < 0 ? "not a usable value" : message.substring(at + head.length());
    }

    private static String suggestion(String unknown, Collection<String> candidates) {
        return Nearest.to(unknown, candidates)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
