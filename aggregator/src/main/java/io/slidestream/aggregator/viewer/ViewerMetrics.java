package io.slidestream.aggregator.viewer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slidestream.aggregator.viewer.http.EventStreams;
import java.util.concurrent.TimeUnit;

/**
 * What the viewer counts. Names are public API:
 *
 * <ul>
 *   <li>{@code slidestream.viewer.requests} (timer; {@code route} the path's template or none, {@code status}): requests
 *       answered, from the first byte read to the last byte written
 *   <li>{@code slidestream.viewer.tiles} (counter; {@code from} cache or slide): DeepZoom tiles served
 *   <li>{@code slidestream.viewer.streams} (gauge): pages that follow what happens
 * </ul>
 */
final class ViewerMetrics {
    private final MeterRegistry registry;

    ViewerMetrics(MeterRegistry registry, EventStreams streams) {
        this.registry = registry;
        registry.gauge("slidestream.viewer.streams", streams, EventStreams::open);
    }

    void answered(String template, int status, long nanos) {
        Timer.builder("slidestream.viewer.requests")
                .tag("route", template)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void served(boolean fromCache) {
        registry.counter("slidestream.viewer.tiles", "from", fromCache ? "cache" : "slide")
                .increment();
    }
}
