package io.slidestream.standalone.terminal;

import io.slidestream.trainer.base.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Display of progress: a line that rewrites itself on a terminal, plain lines elsewhere. Not for concurrent use. */
public final class Terminal implements Screen {
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean interactive;
    private int shown;

    public Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** Standard output; the launcher says whether it is a terminal. */
    public static Terminal standard() {
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                isInteractive());
    }

    /** Whether someone looks at standard output. */
    public static boolean isInteractive() {
        return Boolean.getBoolean("slidestream.terminal");
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public void print(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    @Override
    public void show(String line) {
        if (interactive) {
            String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
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
