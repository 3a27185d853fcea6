package io.slidestream.viewer;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.forgetting.Retention;
import io.slidestream.viewer.forgetting.RetentionSettings;
import io.slidestream.viewer.http.EventStreams;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Metrics of the viewer. The descriptions are those of docs/metrics.md. */
public final class ViewerMetrics {
    private static final Metric REQUESTS = Metric.timer(
                    "slidestream.viewer.requests",
                    Buckets.SHORT,
                    "Requests answered, from the first byte read to the last byte written.")
            .tag(MetricTag.open("route", "the path's template, or none"))
            .tag(MetricTag.open("status", "of HTTP"))
            .onlyWith("after the first request");
    private static final Metric TILES = Metric.counter(
                    "slidestream.viewer.tiles", "DeepZoom tiles served, by where they came from.")
            .tag(MetricTag.of("from", "cache", "slide"));
    private static final Metric STREAMS = Metric.gauge("slidestream.viewer.streams", "Pages that follow what happens.");

    private static final Metric REMOVED = Metric.counter(
                    "slidestream.viewer.retention.removed",
                    "Things that retention removed: the results, row, states or download of a map, or all that was kept"
                            + " of a slide that left its bucket.")
            .tag(MetricTag.of(
                    "what",
                    Stream.concat(
                                    Arrays.stream(RetentionSettings.Kept.values())
                                            .map(RetentionSettings.Kept::label),
                                    Stream.of(Retention.EVERYTHING))
                            .toList()));

    public static final List<Metric> ALL = List.of(REQUESTS, TILES, STREAMS, REMOVED);

    private final MeterRegistry registry;

    ViewerMetrics(MeterRegistry registry, EventStreams streams) {
        this.registry = registry;
        TILES.begunIn(registry);
        REMOVED.begunIn(registry);
        STREAMS.gaugeIn(registry, streams::open);
    }

    void answered(String template, int status, long nanos) {
        REQUESTS.timerIn(registry, template, Integer.toString(status)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void removed(Retention.Over one) {
        REMOVED.counterIn(registry, one.label()).increment();
    }

    void served(DeepZoom.Source source) {
        TILES.counterIn(
                        registry,
                        switch (source) {
                            case CACHE -> "cache";
                            case SLIDE -> "slide";
                        })
                .increment();
    }
}
