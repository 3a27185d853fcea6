package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tiles.csv, read as its users do. */
record TilesTable(List<String> header, List<Row> rows) {
    /** @param probabilities empty where the tile was rejected */
    record Row(long x, long y, long width, long height, List<Double> probabilities, String status) {
        boolean liesIn(long slideWidth, long slideHeight) {
            return x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= slideWidth && y + height <= slideHeight;
        }

        double sum() {
            return probabilities.stream().mapToDouble(p -> p).sum();
        }
    }

    static TilesTable read(Path file) throws IOException {
        List<List<String>> lines = Files.readAllLines(file).stream()
                .map(line -> Arrays.asList(line.split(",", -1)))
                .toList();
        List<String> header = lines.get(0);
        return new TilesTable(
                header,
                lines.stream().skip(1).map(fields -> row(header, fields)).toList());
    }

    Row at(long x, long y) {
        return rows.stream()
                .filter(row -> row.x() == x && row.y() == y)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tile at " + x + "," + y));
    }

    private static Row row(List<String> header, List<String> fields) {
        assertThat(fields).hasSameSizeAs(header);
        List<Double> probabilities = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).startsWith("prob_") && !fields.get(i).isEmpty()) {
                probabilities.add(Double.valueOf(fields.get(i)));
            }
        }
        long[] region = fields.stream().limit(4).mapToLong(Long::parseLong).toArray();
        int status = header.indexOf("status");
        return new Row(region[0], region[1], region[2], region[3], probabilities, status < 0 ? "" : fields.get(status));
    }
}
