package io.slidestream.servicekit.config;

import io.micrometer.core.instrument.Meter;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the reference of metrics, under the names that Prometheus sees, so that documentation and page cannot disagree. */
public final class MetricsReference {
    private MetricsReference() {}

    /**
     * A Markdown table, one metric a row.
     *
     * @param invariants the names of the equations that a metric, by its Prometheus name, stands in
     */
    public static String markdown(List<Metric> metrics, Function<String, String> invariants) {
        StringJoiner rows = new StringJoiner("\n", "", "\n")
                .add("| Name | Type | Tags | Meaning | Invariant |")
                .add("|---|---|---|---|---|");
        for (Metric metric : metrics) {
            String name = prometheusName(metric);
            rows.add("| `" + name + "` | " + kind(metric) + " | "
                    + metric.tags().stream().map(MetricsReference::tag).collect(Collectors.joining("; ")) + " | "
                    + cell(metric.meaning())
                    + (metric.condition().isEmpty() ? "" : " Only " + cell(metric.condition()) + ".") + " | "
                    + invariants.apply(name) + " |");
        }
        return rows.toString();
    }

    /**
     * Name in Prometheus, without the suffixes of a timer's or summary's series, such as {@code _count} and {@code
     * _bucket}.
     */
    public static String prometheusName(Metric metric) {
        String name = metric.name().replace('.', '_');
        String unit = metric.unit().isEmpty() || name.endsWith("_" + metric.unit()) ? "" : "_" + metric.unit();
        return name + unit + (metric.type() == Meter.Type.COUNTER ? "_total" : "");
    }

    private static String kind(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER, DISTRIBUTION_SUMMARY -> metric.buckets() == Buckets.NONE ? "summary" : "histogram";
            case LONG_TASK_TIMER, OTHER -> throw new IllegalArgumentException("no kind for " + metric.name());
        };
    }

    private static String tag(MetricTag tag) {
        String values = String.join(", ", tag.values());
        String what = tag.meaning().isEmpty()
                ? values
                : values.isEmpty() ? tag.meaning() : values + " (" + tag.meaning() + ")";
        return "`" + tag.key() + "`: " + cell(what);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
