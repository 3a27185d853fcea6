package io.slidestream.trainer.base;

import java.io.PrintStream;

/**
 * Progress shown to a waiting person: a line when something has happened, and one for the progress of a long stage,
 * which rewrites itself on a terminal, one for every twentieth elsewhere, but not within a few seconds.
 */
public final class Progress {
    private static final int PARTS = 20;
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Screen screen;
    private long lastNanos = System.nanoTime();
    private int lastPart;

    public Progress(Screen screen) {
        this.screen = screen;
    }

    public Progress(PrintStream out) {
        this(Screen.plain(out));
    }

    public void say(String line) {
        screen.print(line);
    }

    public void count(String what, int done, int total) {
        String line = "  " + what + " " + done + " of " + total;
        long now = System.nanoTime();
        if (screen.interactive()) {
            screen.show(line);
        } else if (now - lastNanos >= PAUSE_NANOS && done < total && PARTS * (long) done / total != lastPart) {
            lastNanos = now;
            lastPart = (int) (PARTS * (long) done / total);
            screen.print(line);
        }
    }
}
