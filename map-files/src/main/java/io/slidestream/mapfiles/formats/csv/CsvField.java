package io.slidestream.mapfiles.formats.csv;

/** Text as a field of a table. */
public final class CsvField {
    private CsvField() {}

    /**
     * Quotes what has a meaning in CSV. Spreadsheets run a field that begins like a formula, and names come from others: such
     * a text gets an apostrophe before it, which they take for the sign of text. Numbers must not come through here.
     */
    public static String of(String text) {
        String shown = isFormula(text) ? "'" + text : text;
        return shown.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + shown.replace("\"", "\"\"") + '"'
                : shown;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }
}
