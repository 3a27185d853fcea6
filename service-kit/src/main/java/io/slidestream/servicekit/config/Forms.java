package io.slidestream.servicekit.config;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Validators for the text forms that {@link ConfigDef} lacks; each accepts null, so an optional key may default to it. */
public final class Forms {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):(\\d{1,5})");
    private static final int LONGEST_GROUP_NAME = 200;
    private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST_GROUP_NAME + "}");
    private static final Map<String, Function<Long, Duration>> UNITS = Map.of(
            "ms", Duration::ofMillis,
            "s", Duration::ofSeconds,
            "m", Duration::ofMinutes,
            "h", Duration::ofHours,
            "d", Duration::ofDays);

    private Forms() {}

    /** {@code 30s}, {@code 250ms}, {@code 5m}, {@code 2h}, {@code 7d}, or ISO-8601 ({@code PT30S}); more than nothing. */
    public static ConfigDef.Validator duration() {
        return form("a duration such as 30s, 5m or PT30S", text -> {
            if (parseDuration(text).isZero()) {
                throw new IllegalArgumentException("must be longer than nothing");
            }
        });
    }

    public static ConfigDef.Validator path() {
        return form("a path", text -> Objects.requireNonNull(Path.of(text)));
    }

    /** {@code host:port}; port 0 lets the system choose. */
    public static ConfigDef.Validator address() {
        return form("host:port", Forms::parseAddress);
    }

    /** {@code host:port} pairs separated by commas. */
    public static ConfigDef.Validator addresses() {
        return form("host:port[,host:port…]", text -> {
            for (String address : text.split(",", -1)) {
                if (!ADDRESS.matcher(address.strip()).matches()) {
                    throw new IllegalArgumentException("'" + address.strip() + "' is not of the form host:port");
                }
            }
        });
    }

    /** Name of a group of Kafka's: one with a colon is polled for ever in vain (KAFKA-20183). */
    public static ConfigDef.Validator groupName() {
        return form("letters, digits, '.', '_' and '-'", text -> {
            if (!GROUP_NAME.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "must be 1 to " + LONGEST_GROUP_NAME + " letters, digits, '.', '_' or '-'");
            }
        });
    }

    /** Applies {@code validator} to any value but null. */
    public static ConfigDef.Validator optional(ConfigDef.Validator validator) {
        return new ConfigDef.Validator() {
            @Override
            public void ensureValid(String name, @Nullable Object value) {
                if (value != null) {
                    validator.ensureValid(name, value);
                }
            }

            @Override
            public String toString() {
                return validator.toString();
            }
        };
    }

    static Duration parseDuration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text.strip());
        Duration duration;
        try {
            duration = matcher.matches()
                    ? UNITS.getOrDefault(matcher.group(2), Duration::ofSeconds).apply(Long.parseLong(matcher.group(1)))
                    : Duration.parse(text.strip());
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not a duration", e);
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException("must not be negative");
        }
        return duration;
    }

    static InetSocketAddress parseAddress(String text) {
        Matcher matcher = ADDRESS.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not of the form host:port");
        }
        int port = Integer.parseInt(matcher.group(2));
        if (port > 65_535) {
            throw new IllegalArgumentException("port must be in 0..65535, was " + port);
        }
        return new InetSocketAddress(matcher.group(1), port);
    }

    private interface Check {
        void accept(String text);
    }

    private static ConfigDef.Validator form(String description, Check check) {
        return new ConfigDef.Validator() {
            @Override
            public void ensureValid(String name, @Nullable Object value) {
                if (value == null) {
                    return;
                }
                try {
                    check.accept((String) value);
                } catch (InvalidPathException e) {
                    throw new ConfigException(name, value, "not a path: " + e.getReason());
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(name, value, e.getMessage() + "; expected " + description);
                }
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}
