package io.slidestream.proving.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * @param slides queued at once
 * @param tileSidePx of the made-up model's tiles
 * @param heapMb of each service
 * @param formats of the results, as the aggregator's setting has them
 * @param model to map with; null for a made-up one that costs next to nothing
 */
public record SoakSettings(
        int slides,
        int widthPx,
        int heightPx,
        int tileSidePx,
        int heapMb,
        String formats,
        @Nullable Path model) {
    public SoakSettings {
        check("slides", slides, 1, 1_000_000);
        check("tile", tileSidePx, 16, 1024);
        check("heap", heapMb, 64, 100_000);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BenchException("--" + name + " must be in " + least + ".." + most + ", was " + value);
        }
    }
}
