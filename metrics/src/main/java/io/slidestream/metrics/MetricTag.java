package io.slidestream.metrics;

import java.util.Collection;
import java.util.List;

/**
 * A tag of a metric.
 *
 * @param values all there are; empty where they are not known beforehand
 * @param meaning for people; empty where the values say it
 */
public record MetricTag(String key, List<String> values, String meaning) {
    public MetricTag {
        if (!key.matches("[a-z]+(\\.[a-z]+)*")) {
            throw new IllegalArgumentException("a tag's key is words in lower case with dots between, was " + key);
        }
        if (values.isEmpty() && meaning.isBlank()) {
            throw new IllegalArgumentException("tag " + key + " has neither values nor a meaning");
        }
        values = List.copyOf(values);
    }

    /** One of these values. */
    public static MetricTag of(String key, Collection<String> values) {
        return new MetricTag(key, List.copyOf(values), "");
    }

    /** One of these values. */
    public static MetricTag of(String key, String... values) {
        return of(key, List.of(values));
    }

    /** Any of few values. */
    public static MetricTag open(String key, String meaning) {
        return new MetricTag(key, List.of(), meaning);
    }

    boolean isClosed() {
        return !values.isEmpty();
    }

    void check(String value) {
        if (isClosed() && !values.contains(value)) {
            throw new IllegalArgumentException("tag " + key + " is one of " + values + ", was " + value);
        }
    }
}
