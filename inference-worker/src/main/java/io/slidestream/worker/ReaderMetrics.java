package io.slidestream.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.slides.SlidePool;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.TileCache;
import java.util.stream.Stream;

/**
 * What the reading of slides counts.
 *
 * <ul>
 *   <li>{@code slidestream.slides.open{decoder}}: slides kept open, by what decodes them: {@code libturbojpeg},
 *       {@code imageio}, {@code openslide}.
 *   <li>{@code slidestream.jpeg.tiles.decoded}, {@code slidestream.jpeg.tiles.found}: JPEG tiles that had to be decoded
 *       and those that were in the cache, in slides read directly.
 *   <li>{@code slidestream.jpeg.cache.bytes}: memory of the cache of decoded tiles.
 * </ul>
 */
final class ReaderMetrics {
    private ReaderMetrics() {}

    static void register(MeterRegistry registry, SlidePool pool, TileCache cache) {
        Stream.concat(Stream.of("openslide"), Stream.of(JpegLibrary.values()).map(JpegLibrary::label))
                .forEach(decoder -> Gauge.builder("slidestream.slides.open", pool, p -> p.openSlides(decoder))
                        .tag("decoder", decoder)
                        .register(registry));
        FunctionCounter.builder("slidestream.jpeg.tiles.decoded", cache, TileCache::decodedTiles)
                .register(registry);
        FunctionCounter.builder("slidestream.jpeg.tiles.found", cache, TileCache::foundTiles)
                .register(registry);
        Gauge.builder("slidestream.jpeg.cache.bytes", cache, TileCache::sizeBytes)
                .baseUnit("bytes")
                .register(registry);
    }
}
