package io.slidestream.viewer;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.http.EventStreams;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

    public static final List<Metric> ALL = List.of(REQUESTS, TILES, STREAMS);

    private final MeterRegistry registry;

    ViewerMetrics(MeterRegistry registry, EventStreams streams) {
        this.registry = registry;
        TILES.begunIn(registry);
        STREAMS.gaugeIn(registry, streams::open);
    }

    void answered(String template, int status, long nanos) {
        REQUESTS.timerIn(registry, template, Integer.toString(status)).record(nanos, TimeUnit.NANOSECONDS);
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
