package io.slidestream.slides.s3;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import java.util.List;
import java.util.function.Supplier;

/** Metrics of the access to S3. The descriptions are those of docs/metrics.md. */
public final class S3Metrics {
    private static final Metric REQUESTS = Metric.counter(
                    "slidestream.s3.requests", "Requests; those sent again are counted once.")
            .tag(MetricTag.open("operation", "of S3, as GetObject"))
            .onlyWith("after the first request");
    private static final Metric RETRIES = Metric.counter(
            "slidestream.s3.retries", "Requests sent again, and downloads taken up again where they broke off.");
    private static final Metric DOWNLOADED =
            Metric.counter("slidestream.s3.downloaded", "Of slides.").unit("bytes");
    private static final Metric UPLOADED =
            Metric.counter("slidestream.s3.uploaded", "Of results.").unit("bytes");
    private static final Metric HITS =
            Metric.counter("slidestream.s3.cache.hits", "Slides that were in the cache when they were to be opened.");
    private static final Metric MISSES =
            Metric.counter("slidestream.s3.cache.misses", "Slides that had to be downloaded.");
    private static final Metric EVICTIONS =
            Metric.counter("slidestream.s3.cache.evictions", "Slides removed from the cache to make room.");
    private static final Metric USED = Metric.gauge(
                    "slidestream.s3.cache.used",
                    "Of the cache, downloads in progress counted in full; as of this process's last download.")
            .unit("bytes")
            .onlyWith("after the first slide from S3");
    private static final Metric RANGES = Metric.counter(
            "slidestream.s3.ranges", "Ranges fetched of slides that come in pieces; their bytes count as downloaded.");
    private static final Metric WAITS = Metric.counter(
            "slidestream.s3.waits",
            "Times that a slide could not be had, for want of an answer or of room, and was tried again later.");

    public static final List<Metric> ALL =
            List.of(REQUESTS, RETRIES, DOWNLOADED, UPLOADED, HITS, MISSES, EVICTIONS, USED, RANGES, WAITS);

    private final MeterRegistry registry;
    private final Counter retries;
    private final Counter downloaded;
    private final Counter uploaded;
    private final Counter hits;
    private final Counter misses;
    private final Counter evictions;
    private final Counter ranges;
    private final Counter waits;

    public S3Metrics(MeterRegistry registry) {
        this.registry = registry;
        retries = RETRIES.counterIn(registry);
        downloaded = DOWNLOADED.counterIn(registry);
        uploaded = UPLOADED.counterIn(registry);
        hits = HITS.counterIn(registry);
        misses = MISSES.counterIn(registry);
        evictions = EVICTIONS.counterIn(registry);
        ranges = RANGES.counterIn(registry);
        waits = WAITS.counterIn(registry);
    }

    void requested(String operation) {
        REQUESTS.counterIn(registry, operation).increment();
    }

    void retried() {
        retries.increment();
    }

    void downloaded(long bytes) {
        downloaded.increment((double) bytes);
    }

    void uploaded(long bytes) {
        uploaded.increment((double) bytes);
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    void evicted() {
        evictions.increment();
    }

    void fetchedRange() {
        ranges.increment();
    }

    void waited() {
        waits.increment();
    }

    void used(Supplier<Number> bytes) {
        USED.gaugeIn(registry, bytes);
    }
}
