package io.slidestream.servicekit.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A service's configuration, checked as a whole before anything starts. Accessors take keys of the definition; a key
 * that is not defined, or of another type, is a programming error. Immutable. toString() shows no secret.
 */
public final class Settings {
    static final String ENVIRONMENT_PREFIX = "SLIDESTREAM_";

    private final Map<String, @Nullable Object> values;
    private final Map<String, Object> kafka;

    Settings(Map<String, @Nullable Object> values, Map<String, Object> kafka) {
        this.values = values;
        this.kafka = kafka;
    }

    /**
     * Reads the properties file, if any, and the environment, which wins. A blank value counts as not set.
     *
     * @throws SettingsException listing every fault
     */
    public static Settings load(ConfigDef definition, @Nullable Path file, Map<String, String> environment) {
        return new SettingsReader(definition).read(file, environment);
    }

    /** Values given by the program itself, as texts; neither file nor environment is read. */
    public static Settings of(ConfigDef definition, Map<String, String> values) {
        return new SettingsReader(definition).read(values);
    }

    public String text(String key) {
        return (String) required(key);
    }

    public int number(String key) {
        return Math.toIntExact(longNumber(key));
    }

    public long longNumber(String key) {
        return ((Number) required(key)).longValue();
    }

    public double decimal(String key) {
        return ((Number) required(key)).doubleValue();
    }

    public boolean flag(String key) {
        return (Boolean) required(key);
    }

    public Duration duration(String key) {
        return Forms.parseDuration(text(key));
    }

    public Path path(String key) {
        return Path.of(text(key));
    }

    /** Parses {@code host:port} and resolves the host now; port 0 means any free one. */
    public InetSocketAddress address(String key) {
        return Forms.parseAddress(text(key));
    }

    @SuppressWarnings("unchecked") // ConfigDef parses a LIST to a list of strings
    public List<String> list(String key) {
        return List.copyOf((List<String>) required(key));
    }

    /** The clear text of a {@link ConfigDef.Type#PASSWORD}; keep it out of logs. */
    public Optional<String> secret(String key) {
        return Optional.ofNullable((Password) value(key)).map(Password::value);
    }

    public Optional<String> optionalText(String key) {
        return Optional.ofNullable((String) value(key));
    }

    public OptionalInt optionalNumber(String key) {
        return value(key) == null ? OptionalInt.empty() : OptionalInt.of(number(key));
    }

    public OptionalDouble optionalDecimal(String key) {
        return value(key) == null ? OptionalDouble.empty() : OptionalDouble.of(decimal(key));
    }

    public Optional<Duration> optionalDuration(String key) {
        return optionalText(key).map(Forms::parseDuration);
    }

    public Optional<Path> optionalPath(String key) {
        return optionalText(key).map(Path::of);
    }

    /** Properties for any Kafka client, without the prefix; secrets are {@link Password}s. A fresh map at each call. */
    public Map<String, Object> kafka() {
        return new LinkedHashMap<>(kafka);
    }

    /** All text values that are set, folders and addresses among them. */
    public List<String> texts() {
        return values.values().stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        Map<String, @Nullable Object> shown = new TreeMap<>(values);
        kafka.forEach((name, value) -> shown.put(KafkaKeys.PREFIX + name, value));
        return shown.toString();
    }

    private Object required(String key) {
        Object value = value(key);
        if (value == null) {
            throw new IllegalArgumentException("setting '" + key + "' has no value; use the optional accessor");
        }
        return value;
    }

    private @Nullable Object value(String key) {
        if (!values.containsKey(key)) {
            throw new IllegalArgumentException("setting '" + key + "' is not defined");
        }
        return values.get(key);
    }
}
