package io.slidestream.mapfiles.formats.dicom;

/** Texts as DICOM takes them: no control characters, no backslash (which separates values), not too long. */
final class Texts {
    private Texts() {}

    static String sh(String text) {
        return cut(text, 16);
    }

    static String lo(String text) {
        return cut(text, 64);
    }

    static String st(String text) {
        return cut(text, 1024);
    }

    /** A person's name, whose parts other marks would separate. */
    static String name(String text) {
        return lo(text.replaceAll("[\\^=]", " "));
    }

    /** Text of any length and several lines. */
    static String lines(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\r' && c != '\n' ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String cut(String text, int length) {
        String clean = text.codePoints()
                .map(c -> c == '\\' || Character.isISOControl(c) ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        int points = clean.codePointCount(0, clean.length());
        return points <= length ? clean : clean.substring(0, clean.offsetByCodePoints(0, length));
    }
}
