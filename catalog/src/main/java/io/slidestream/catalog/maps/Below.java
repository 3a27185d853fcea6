package io.slidestream.catalog.maps;

import java.nio.file.Path;

/** The condition that a folder is a results folder or lies in it; an index leads to its rows, in the order of bytes. */
final class Below {
    /** Comes after the slash. */
    private static final char AFTER = '0';

    private Below() {}

    static String condition(String column) {
        return "(" + column + " = ? OR (" + column + " >= ? AND " + column + " < ?))";
    }

    static Object[] values(Path root) {
        String text = root.toString();
        String stem = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return new Object[] {text, stem + "/", stem + AFTER};
    }
}
