package io.slidestream.catalog.people;

/** Checks of what people type. */
final class Texts {
    static final int NAME = 80;
    static final int COMMENT = 2_000;

    private Texts() {}

    /** One line of a length. */
    static String line(String what, String text, int max) {
        String line = text.strip();
        if (line.isEmpty() || line.length() > max || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " must be a line of 1 to " + max + " characters, was "
                    + (text.length() > max ? text.length() + " characters" : "'" + text + "'"));
        }
        return line;
    }

    /** Any text of at most that length. */
    static String text(String what, String text, int max) {
        if (text.length() > max) {
            throw new IllegalArgumentException(
                    what + " must have " + max + " characters at most, has " + text.length());
        }
        return text;
    }
}
