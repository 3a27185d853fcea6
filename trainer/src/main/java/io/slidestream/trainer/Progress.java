package io.slidestream.trainer;

import java.io.PrintStream;

/** What a person waiting sees: a line when something happened, and every few seconds in a long stage. */
final class Progress {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private long lastNanos = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void count(String what, int done, int total) {
        long now = System.nanoTime();
        if (now - lastNanos >= PAUSE_NANOS && done < total) {
            lastNanos = now;
            say("  " + what + " " + done + " of " + total);
        }
    }
}
