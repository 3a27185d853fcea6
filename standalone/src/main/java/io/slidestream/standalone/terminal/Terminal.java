package io.slidestream.standalone.terminal;

import io.slidestream.trainer.base.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Display of progress: a line that rewrites itself on a terminal, plain lines elsewhere. Safe for concurrent use. */
public final class Terminal implements Screen {
    /** Characters of a line that rewrites itself. */
    static final int WIDTH = 79;

    private final PrintStream out;
    private final Kind kind;
    private int shown;

    /** What is at the other end. */
    public enum Kind {
        /** Somebody who looks on. */
        INTERACTIVE,
        /** A file or a pipe. */
        PLAIN
    }

    public Terminal(PrintStream out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    /** Standard output; the launcher says whether it is a terminal. */
    public static Terminal standard() {
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                isInteractive() ? Kind.INTERACTIVE : Kind.PLAIN);
    }

    /** Whether someone looks at standard output. */
    public static boolean isInteractive() {
        return Boolean.getBoolean("slidestream.terminal");
    }

    @Override
    public boolean interactive() {
        return kind == Kind.INTERACTIVE;
    }

    @Override
    public synchronized void print(String line) {
        clear();
        out.println(Printable.lines(line));
        out.flush();
    }

    @Override
    public synchronized void show(String line) {
        if (interactive()) {
            String printable = Printable.line(line);
            String cut = printable.length() > WIDTH ? printable.substring(0, WIDTH - 1) + "…" : printable;
            out.print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
            out.flush();
            shown = cut.length();
        }
    }

    private void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
