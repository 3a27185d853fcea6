package io.slidestream.worker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Buckets;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.Decoders;
import io.slidestream.slides.open.SlidePool;
import java.util.List;

/** Metrics of the reading of slides. The descriptions are those of docs/metrics.md. */
public final class ReaderMetrics {
    private static final List<String> DECODERS = Decoders.labels();

    private static final Metric OPEN = Metric.gauge(
                    "slidestream.slides.open", "Slides kept open, by what decodes them.")
            .tag(MetricTag.of("decoder", DECODERS));
    private static final Metric DECODE = Metric.timer(
            "slidestream.jpeg.decode",
            Buckets.NONE,
            "One tile of a slide read directly, from disk and decoded; slides read through OpenSlide have only"
                    + " slidestream_tile_read_seconds.");
    private static final Metric DECODED =
            Metric.counter("slidestream.jpeg.tiles.decoded", "Tiles that had to be decoded, in slides read directly.");
    private static final Metric FOUND =
            Metric.counter("slidestream.jpeg.tiles.found", "Tiles that were in the cache of decoded ones.");
    private static final Metric CACHE = Metric.gauge(
                    "slidestream.jpeg.cache.bytes", "Memory of the cache of decoded tiles.")
            .unit("bytes");

    static final List<Metric> ALL = List.of(OPEN, DECODE, DECODED, FOUND, CACHE);

    private ReaderMetrics() {}

    public static void register(MeterRegistry registry, SlidePool pool, TileCache cache) {
        for (String decoder : DECODERS) {
            OPEN.gaugeIn(registry, () -> pool.openSlides(decoder), decoder);
        }
        DECODE.timerIn(registry, cache::decodedTiles, cache::decodeNanos);
        DECODED.counterIn(registry, cache::decodedTiles);
        FOUND.counterIn(registry, cache::foundTiles);
        CACHE.gaugeIn(registry, cache::sizeBytes);
    }
}
