package io.slidestream.viewer.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Position of a browser in the cells of one attempt.
 *
 * @param bytes of packed cells that it has
 */
record CellPosition(int attempt, int bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

    /** The beginning, where the text is none of ours. */
    static CellPosition parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new CellPosition(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)))
                : new CellPosition(0, 0);
    }

    @Override
    public String toString() {
        return attempt + ":" + bytes;
    }
}
