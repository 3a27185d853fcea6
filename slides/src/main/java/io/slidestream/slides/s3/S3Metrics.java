package io.slidestream.slides.s3;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * What the access to S3 counts. Names are public API:
 *
 * <ul>
 *   <li>{@code slidestream.s3.requests{operation}} (counter): requests, those sent again counted once
 *   <li>{@code slidestream.s3.retries} (counter): requests sent again, and downloads taken up again where they broke off
 *   <li>{@code slidestream.s3.downloaded} (counter, bytes): of slides
 *   <li>{@code slidestream.s3.uploaded} (counter, bytes): of results
 *   <li>{@code slidestream.s3.cache.hits}, {@code slidestream.s3.cache.misses} (counters): slides that were in the cache when
 *       they were to be opened, and those that had to be downloaded
 *   <li>{@code slidestream.s3.cache.evictions} (counter): slides removed from the cache to make room
 *   <li>{@code slidestream.s3.cache.used} (gauge, bytes): of the cache, downloads in progress counted in full; as of the last
 *       download of this process
 *   <li>{@code slidestream.s3.waits} (counter): times that a slide could not be had now, for want of an answer or of room, and
 *       was tried again later
 * </ul>
 */
public final class S3Metrics {
    private final MeterRegistry registry;
    private final Counter retries;
    private final Counter downloaded;
    private final Counter uploaded;
    private final Counter hits;
    private final Counter misses;
    private final Counter evictions;
    private final Counter waits;

    public S3Metrics(MeterRegistry registry) {
        this.registry = registry;
        retries = registry.counter("slidestream.s3.retries");
        downloaded =
                Counter.builder("slidestream.s3.downloaded").baseUnit("bytes").register(registry);
        uploaded = Counter.builder("slidestream.s3.uploaded").baseUnit("bytes").register(registry);
        hits = registry.counter("slidestream.s3.cache.hits");
        misses = registry.counter("slidestream.s3.cache.misses");
        evictions = registry.counter("slidestream.s3.cache.evictions");
        waits = registry.counter("slidestream.s3.waits");
    }

    void requested(String operation) {
        registry.counter("slidestream.s3.requests", "operation", operation).increment();
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

    void waited() {
        waits.increment();
    }

    void used(Supplier<Number> bytes) {
        Gauge.builder("slidestream.s3.cache.used", bytes).baseUnit("bytes").register(registry);
    }
}
