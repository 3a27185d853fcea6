package io.slidestream.trainer.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of texts with a title for each column, as spreadsheets and programs write it: fields separated by commas,
 * semicolons or tabs, quoted where they hold such.
 *
 * @param rows as long as the titles; missing fields are empty
 */
record CsvTable(List<String> titles, List<List<String>> rows) {
    /** @throws IOException if it cannot be read, or has no line */
    static CsvTable read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) { // as spreadsheets begin it
            text = text.substring(1);
        }
        List<List<String>> lines = lines(text, separator(text));
        if (lines.isEmpty()) {
            throw new IOException("it is empty");
        }
        List<String> titles = lines.get(0).stream().map(String::strip).toList();
        List<List<String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            List<String> row = new ArrayList<>(line);
            while (row.size() < titles.size()) {
                row.add("");
            }
            rows.add(List.copyOf(row));
        }
        return new CsvTable(titles, List.copyOf(rows));
    }

    /** The place of a column by its title, whatever the case of its letters; -1 if there is none. */
    int column(String title) {
        for (int i = 0; i < titles.size(); i++) {
            if (titles.get(i).equalsIgnoreCase(title)) {
                return i;
            }
        }
        return -1;
    }

    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        for (char candidate : new char[] {'\t', ';'}) {
            if (first.indexOf(candidate) >= 0 && first.indexOf(',') < 0) {
                return candidate;
            }
        }
        return ',';
    }

    private static List<List<String>> lines(String text, char separator) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == separator) {
                line.add(field.toString());
                field.setLength(0);
            } else if (!quoted && c == '\n') {
                end(lines, line, field);
                line = new ArrayList<>();
            } else if (quoted || c != '\r') {
                field.append(c);
            }
        }
        end(lines, line, field);
        return lines;
    }

    private static void end(List<List<String>> lines, List<String> line, StringBuilder field) {
        if (!line.isEmpty() || !field.toString().isBlank()) {
            line.add(field.toString());
            lines.add(line);
        }
        field.setLength(0);
    }
}
