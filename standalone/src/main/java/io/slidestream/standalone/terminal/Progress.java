package io.slidestream.standalone.terminal;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Progress shown to a person while slides are mapped: of one slide its tiles, of several the whole. Safe for concurrent
 * use.
 */
public final class Progress {
    private static final int BAR = 20;
    private static final String GAP = "  ";
    /** Characters that tell most names. */
    private static final int LEGIBLE = 14;
    /** Time before a rate is shown: earlier it would mostly reflect the start. */
    private static final double SETTLED_SECONDS = 3;

    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
    /** Each slide's end is a line as well. */
    private static final Duration PLAIN_INTERVAL_OF_SEVERAL = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Ticks ticks;
    private final Map<MapId, Course> open = new LinkedHashMap<>();
    private long lastPlainNanos;
    private long beganNanos;
    private boolean idled;
    /** Slides that were asked for, and of which nothing was heard. */
    private int unseen;

    private int ended;
    private long endedTiles;
    /** Tiles that were done meanwhile. */
    private long seenTiles;

    /** Progress of an open map when it was first seen, and now. */
    private static final class Course {
        final String name;
        final long beganNanos;
        final long beganTiles;
        long expected;
        long done;
        long toldTiles;

        Course(String name, long beganNanos, long beganTiles) {
            this.name = name;
            this.beganNanos = beganNanos;
            this.beganTiles = beganTiles;
            this.done = beganTiles;
        }
    }

    /**
     * Progress of nothing yet.
     *
     * @param slides that are waited for; others are counted when they are seen
     * @param ticks a monotonic clock
     */
    public Progress(int slides, Terminal terminal, Ticks ticks) {
        this.unseen = slides;
        this.terminal = terminal;
        this.ticks = ticks;
        this.lastPlainNanos = ticks.nanos();
        this.beganNanos = lastPlainNanos;
    }

    /** Shows how far an open map has come; as plain lines now and then, and at each quarter of the only slide. */
    public synchronized void update(MapUpdated map) {
        long now = ticks.nanos();
        long done = map.scoredTiles() + map.rejectedTiles();
        if (map.expectedTiles() == 0) {
            return;
        }
        Course course = open.get(map.mapId());
        if (course == null) {
            course = new Course(map.slide().name(), now, done);
            open.put(map.mapId(), course);
            seen(now);
        }
        seenTiles += Math.max(0, done - course.done);
        course.done = done;
        course.expected = map.expectedTiles();
        if (terminal.interactive()) {
            terminal.show(line(course, now));
        } else if (done > 0 && isDue(course, now)) {
            lastPlainNanos = now;
            course.toldTiles = done;
            terminal.print(line(course, now));
        }
    }

    /** Nothing more is to be shown of the map. */
    public synchronized void ended(MapUpdated map) {
        Course course = open.remove(map.mapId());
        if (course == null) {
            seen(ticks.nanos());
        }
        ended++;
        endedTiles += map.expectedTiles();
        seenTiles += course == null ? 0 : Math.max(0, map.expectedTiles() - course.done);
        if (open.isEmpty() && unseen == 0) {
            ended = 0;
            endedTiles = 0;
            seenTiles = 0;
        }
    }

    /** Shows that it is still before the first tile, where somebody looks on. */
    public synchronized void idle() {
        if (open.isEmpty() && unseen > 0 && ended == 0) {
            if (!idled) {
                idled = true;
                beganNanos = ticks.nanos();
            }
            terminal.show(String.format(
                    Locale.ROOT,
                    "  finding the tissue of %s · %s",
                    unseen == 1 ? "the slide" : unseen + " slides",
                    time((ticks.nanos() - beganNanos) / 1e9)));
        }
    }

    /** How far it has come, in words; empty where nothing is under way. */
    public synchronized String standing() {
        int slides = slides();
        long expected = endedTiles
                + open.values().stream().mapToLong(course -> course.expected).sum();
        if (open.isEmpty() && unseen == 0) {
            return "";
        }
        if (slides == 1) {
            return open.isEmpty()
                    ? "before the first tile"
                    : of(open.values().iterator().next());
        }
        String tiles = expected == 0 ? "before the first tile" : done() + " of " + expected + " tiles";
        return ended + " of " + slides + " slides done, " + tiles
                + (unseen > 0 && expected > 0 ? " of those whose tissue is found" : "");
    }

    private static String of(Course course) {
        return course.done + " of " + course.expected + " tiles of " + course.name + " done";
    }

    /** A slide is heard of for the first time: the first of all begins the clock. */
    private void seen(long now) {
        if (open.size() + ended <= 1) {
            beganNanos = now;
        }
        unseen = Math.max(0, unseen - 1);
    }

    private boolean isDue(Course course, long now) {
        if (slides() > 1) {
            return now - lastPlainNanos >= PLAIN_INTERVAL_OF_SEVERAL.toNanos();
        }
        return now - lastPlainNanos >= PLAIN_INTERVAL.toNanos()
                || course.done - course.toldTiles >= (course.expected + 3) / 4;
    }

    private int slides() {
        return ended + open.size() + unseen;
    }

    private String line(Course course, long now) {
        return slides() == 1 ? ofOne(course, now) : ofSeveral(now);
    }

    /** On a terminal the name gives way to the numbers, and where little of it would stay, half of the bar. */
    private String ofOne(Course course, long now) {
        String numbers = String.format(Locale.ROOT, " %d/%d tiles", course.done, course.expected);
        double seconds = (now - course.beganNanos) / 1e9;
        double rate = seconds > SETTLED_SECONDS ? (course.done - course.beganTiles) / seconds : 0;
        if (rate > 0) {
            numbers += rate(rate) + " · " + time((course.expected - course.done) / rate) + " left";
        }
        int room = Terminal.WIDTH - 2 * GAP.length() - numbers.length();
        int bar = !terminal.interactive() || room - BAR >= Math.min(course.name.length(), LEGIBLE) ? BAR : BAR / 2;
        String name = terminal.interactive() ? Printable.shortened(course.name, room - bar) : course.name;
        return GAP + name + GAP + bar(course.done, course.expected, bar) + numbers;
    }

    /** Slides whose tissue is not found yet count as the mean of the others. */
    private String ofSeveral(long now) {
        int sized = ended + open.size();
        long known = endedTiles
                + open.values().stream().mapToLong(course -> course.expected).sum();
        double expected = known + (double) unseen * known / sized;
        String line = String.format(Locale.ROOT, "  %d of %d slides  %s", ended, slides(), bar(done(), expected, BAR));
        double seconds = (now - beganNanos) / 1e9;
        double rate = seconds > SETTLED_SECONDS ? seenTiles / seconds : 0;
        return rate > 0 ? line + rate(rate) + " · about " + time((expected - done()) / rate) + " left" : line;
    }

    private long done() {
        return endedTiles
                + open.values().stream().mapToLong(course -> course.done).sum();
    }

    private static String rate(double tilesPerSecond) {
        return String.format(Locale.ROOT, " · %.0f tiles/s", tilesPerSecond);
    }

    private static String bar(long done, double expected, int length) {
        int filled = (int) (length * done / Math.max(1, expected));
        return "█".repeat(filled) + "░".repeat(length - filled);
    }

    private static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60
                ? s + " s"
                : s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
