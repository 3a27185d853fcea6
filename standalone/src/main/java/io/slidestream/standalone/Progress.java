package io.slidestream.standalone;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a person sees while slides are mapped. Not for concurrent use. */
final class Progress {
    private static final int BAR = 20;
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final Map<MapId, Long> firstSeenNanos = new LinkedHashMap<>();
    private final Map<MapId, Long> firstSeenTiles = new LinkedHashMap<>();
    private long lastPlainNanos;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    Progress(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.lastPlainNanos = nanoTime.getAsLong();
    }

    /** Shows how far an open map has come. */
    void update(MapUpdated map) {
        long now = nanoTime.getAsLong();
        long done = map.scoredTiles() + map.rejectedTiles();
        long since = firstSeenNanos.computeIfAbsent(map.mapId(), id -> now);
        long before = firstSeenTiles.computeIfAbsent(map.mapId(), id -> done);
        if (map.expectedTiles() == 0) {
            return;
        }
        double seconds = (now - since) / 1e9;
        double rate = seconds > 0.5 ? (done - before) / seconds : 0;
        String line = String.format(
                Locale.ROOT,
                "  %s  %s %d/%d tiles",
                map.slide().name(),
                bar(done, map.expectedTiles()),
                done,
                map.expectedTiles());
        if (rate > 0) {
            line += String.format(
                    Locale.ROOT, " · %.0f tiles/s · %s left", rate, time((map.expectedTiles() - done) / rate));
        }
        if (terminal.interactive()) {
            terminal.show(line);
        } else if (now - lastPlainNanos >= PLAIN_INTERVAL.toNanos()) {
            lastPlainNanos = now;
            terminal.print(line);
        }
    }

    private static String bar(long done, long expected) {
        int filled = (int) (BAR * done / expected);
        return "█".repeat(filled) + "░".repeat(BAR - filled);
    }

    private static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60
                ? s + " s"
                : s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
