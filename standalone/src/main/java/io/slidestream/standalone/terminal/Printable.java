package io.slidestream.standalone.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/*
 * Names of slides and what scanners write into them may hold whatever a terminal obeys: colours, cursor moves, a new title, a line
 * that looks like ours, text that runs backwards. Nothing of ours needs more than line feeds.
 */
/** Text that a terminal shows and does not obey: what else it holds stands as {@code \\u001b}. */
public final class Printable {
    private Printable() {}

    /** Of one line. */
    public static String line(String text) {
        return escaped(text, Printable::isShown);
    }

    /** Of one line of at most so many characters; what is too long loses its middle, as names differ at their ends. */
    static String shortened(String text, int most) {
        String shown = line(text);
        if (shown.length() <= most) {
            return shown;
        }
        int kept = Math.max(0, most - 1);
        return shown.substring(0, kept / 2) + "…" + shown.substring(shown.length() - (kept - kept / 2));
    }

    /** Of several. */
    public static String lines(String text) {
        return escaped(text, c -> c == '\n' || c == '\t' || isShown(c));
    }

    /** Writes lines. */
    public static PrintWriter writer(OutputStream out) {
        Writer utf8 = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        return new PrintWriter(
                new FilterWriter(utf8) {
                    @Override
                    public void write(String text, int offset, int length) throws IOException {
                        out.write(lines(text.substring(offset, offset + length)));
                    }

                    @Override
                    public void write(char[] text, int offset, int length) throws IOException {
                        out.write(lines(new String(text, offset, length)));
                    }

                    @Override
                    public void write(int c) throws IOException {
                        out.write(lines(String.valueOf((char) c)));
                    }
                },
                true);
    }

    private static String escaped(String text, IntPredicate shows) {
        if (text.chars().allMatch(shows)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (shows.test(c)) {
                shown.append((char) c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return shown.toString();
    }

    private static boolean isShown(int c) {
        boolean turnsText = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        return !Character.isISOControl(c) && !turnsText && c != 0x2028 && c != 0x2029;
    }
}
