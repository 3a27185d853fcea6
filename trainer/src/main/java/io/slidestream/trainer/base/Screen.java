package io.slidestream.trainer.base;

import java.io.PrintStream;

/** Output on which a person follows a long task. Not for concurrent use. */
public interface Screen {
    /** Whether a shown line can be replaced, as on a terminal. */
    boolean interactive();

    /** A line that stays. */
    void print(String line);

    /** A line that the next one replaces; nothing where lines cannot be replaced. */
    void show(String line);

    /** Lines that all stay, for a file or a pipe. */
    static Screen plain(PrintStream out) {
        return new Screen() {
            @Override
            public boolean interactive() {
                return false;
            }

            @Override
            public void print(String line) {
                out.println(line);
                out.flush();
            }

            @Override
            public void show(String line) {}
        };
    }
}
