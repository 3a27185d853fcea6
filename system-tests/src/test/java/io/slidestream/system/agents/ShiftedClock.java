package io.slidestream.system.agents;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * An agent after which a process has the time of day that a file says; how long things take is as ever, as where somebody
 * sets a machine's clock. What the JDK itself does with the time of day (dates of files) stays true.
 */
public final class ShiftedClock {
    private static final long LOOK_MILLIS = 50;

    private static volatile long offsetMillis;

    private ShiftedClock() {}

    /** @param file how far the time of day is from the true one, as {@code PT48H}; its content may change at any time */
    public static void premain(String file, Instrumentation instrumentation) throws IOException {
        Path path = Path.of(file);
        offsetMillis = Duration.parse(Files.readString(path)).toMillis();
        Thread reader = new Thread(() -> follow(path), "shifted-clock");
        reader.setDaemon(true);
        reader.start();
        instrumentation.addTransformer(new ShiftedCalls());
    }

    private static void follow(Path file) {
        try {
            while (true) {
                offsetMillis = Duration.parse(Files.readString(file)).toMillis();
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the clock of " + file + " stays as it is", e);
        }
    }

    /** In place of System's. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + offsetMillis;
    }

    /** In place of Instant's. */
    public static Instant now() {
        return Instant.now().plusMillis(offsetMillis);
    }

    /** In place of Clock's. */
    public static Clock systemUTC() {
        return new Shifted(ZoneOffset.UTC);
    }

    private static final class Shifted extends Clock {
        private final ZoneId zone;

        Shifted(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Shifted(other);
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
