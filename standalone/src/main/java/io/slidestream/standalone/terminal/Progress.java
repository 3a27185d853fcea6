package io.slidestream.standalone.terminal;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Progress shown to a person while slides are mapped. Not for concurrent use. */
public final class Progress {
    private static final int BAR = 20;
    /** Time before a rate is shown: earlier it would mostly reflect the start. */
    private static final double SETTLED_SECONDS = 3;

    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final Ticks ticks;
    private final Map<MapId, Course> courses = new HashMap<>();
    private long lastPlainNanos;

    /** Progress of an open map when it was first seen, and the time of the last plain line about it. */
    private static final class Course {
        final long beganNanos;
        final long beganTiles;
        long toldTiles;

        Course(long beganNanos, long beganTiles) {
            this.beganNanos = beganNanos;
            this.beganTiles = beganTiles;
        }
    }

    /** @param ticks a monotonic clock */
    public Progress(Terminal terminal, Ticks ticks) {
        this.terminal = terminal;
        this.ticks = ticks;
        this.lastPlainNanos = ticks.nanos();
    }

    /** Shows how far an open map has come; as plain lines every five seconds and at each quarter. */
    public void update(MapUpdated map) {
        long now = ticks.nanos();
        long done = map.scoredTiles() + map.rejectedTiles();
        if (map.expectedTiles() == 0 || done == 0) {
            return;
        }
        Course course = courses.computeIfAbsent(map.mapId(), id -> new Course(now, done));
        if (terminal.interactive()) {
            terminal.show(line(map, done, course, now));
        } else if (now - lastPlainNanos >= PLAIN_INTERVAL.toNanos()
                || done - course.toldTiles >= (map.expectedTiles() + 3) / 4) {
            lastPlainNanos = now;
            course.toldTiles = done;
            terminal.print(line(map, done, course, now));
        }
    }

    /** Nothing more is to be shown of the map. */
    public void ended(MapId map) {
        courses.remove(map);
    }

    private static String line(MapUpdated map, long done, Course course, long now) {
        long expected = map.expectedTiles();
        String line = String.format(
                Locale.ROOT, "  %s  %s %d/%d tiles", map.slide().name(), bar(done, expected), done, expected);
        double seconds = (now - course.beganNanos) / 1e9;
        double rate = seconds > SETTLED_SECONDS ? (done - course.beganTiles) / seconds : 0;
        return rate > 0
                ? line + String.format(Locale.ROOT, " · %.0f tiles/s · %s left", rate, time((expected - done) / rate))
                : line;
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
