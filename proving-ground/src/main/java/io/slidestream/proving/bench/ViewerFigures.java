package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Times that a browser waits for pictures of a slide.
 *
 * @param levels from the finest on
 */
public record ViewerFigures(String slide, long widthPx, long heightPx, List<Level> levels) {
    public ViewerFigures {
        levels = List.copyOf(levels);
    }

    /**
     * One level of the DeepZoom pyramid.
     *
     * @param scale level-0 pixels a pixel
     * @param millis of each tile
     */
    record Level(int level, long scale, List<Double> millis) {
        Level {
            millis = List.copyOf(millis);
        }
    }

    /** Formats the figures as a table for people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                String.format(Locale.ROOT, "%s  %d x %d px, tiles of the viewer in ms%n%n", slide, widthPx, heightPx));
        table.append(String.format(Locale.ROOT, "%-12s%8s%10s%8s%8s%n", "level", "tiles", "median", "90 %", "most"));
        for (Level level : levels) {
            row(table, level.level() + ", 1/" + level.scale(), level.millis());
        }
        row(table, "all", all());
        return table.toString();
    }

    /** Formats the figures as JSON for scripts. */
    public String json() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("benchmark", "viewer");
        json.putObject("slide").put("name", slide).put("widthPx", widthPx).put("heightPx", heightPx);
        json.put("medianMillis", Medians.of(all())).put("ninthDecileMillis", ninthDecile(all()));
        for (Level level : levels) {
            ObjectNode row = json.withArray("levels").addObject();
            row.put("level", level.level()).put("scale", level.scale());
            level.millis().forEach(row.putArray("millis")::add);
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private List<Double> all() {
        return levels.stream().flatMap(level -> level.millis().stream()).toList();
    }

    private static void row(StringBuilder table, String name, List<Double> millis) {
        table.append(String.format(
                Locale.ROOT,
                "%-12s%8d%10.1f%8.1f%8.1f%n",
                name,
                millis.size(),
                Medians.of(millis),
                ninthDecile(millis),
                millis.stream().mapToDouble(Double::doubleValue).max().orElse(0)));
    }

    private static double ninthDecile(List<Double> millis) {
        return millis.stream().sorted().toList().get(millis.size() * 9 / 10);
    }
}
