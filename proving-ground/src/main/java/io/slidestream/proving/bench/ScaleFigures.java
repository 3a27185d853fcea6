package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Rates of several workers on the same tiles. */
public record ScaleFigures(ScaleSettings settings, List<Run> runs) {
    public ScaleFigures {
        runs = List.copyOf(runs);
    }

    /**
     * @param seconds from the first scored tile to the last
     * @param together seconds in which every worker scored
     * @param tilesTogether scored in them
     * @param tail seconds at the end in which a worker had nothing to do
     */
    record Run(String what, int workers, long tiles, double seconds, double together, long tilesTogether, double tail) {
        double rate() {
            return tiles / seconds;
        }

        double rateTogether() {
            return tilesTogether / together;
        }
    }

    /** Share of what as many times the first number of workers would score. */
    private double linear(Run run) {
        Run first = first(run);
        return run.rate() / run.workers() / (first.rate() / first.workers());
    }

    private double linearTogether(Run run) {
        Run first = first(run);
        return run.rateTogether() / run.workers() / (first.rateTogether() / first.workers());
    }

    private Run first(Run run) {
        return runs.stream()
                .filter(one -> one.what().equals(run.what()))
                .findFirst()
                .orElse(run);
    }

    /** Formats the figures as a table for people. */
    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "workers whose engines take %.1f tiles/s each, on one broker%n%n", settings.pace()));
        table.append(String.format(
                Locale.ROOT,
                "%-12s%8s%8s%8s%9s%8s%16s%8s%8s%n",
                "",
                "workers",
                "tiles",
                "s",
                "tiles/s",
                "linear",
                "all at work: /s",
                "linear",
                "tail s"));
        for (Run run : runs) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-12s%8d%8d%8.1f%9.1f%8.2f%16.1f%8.2f%8.1f%n",
                    run.what(),
                    run.workers(),
                    run.tiles(),
                    run.seconds(),
                    run.rate(),
                    linear(run),
                    run.rateTogether(),
                    linearTogether(run),
                    run.tail()));
        }
        return table.toString();
    }

    /** Formats the figures as JSON for scripts. */
    public String json() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("benchmark", "scale").put("pace", settings.pace());
        Machine.describe(json.putObject("machine"));
        for (Run run : runs) {
            json.withArray("runs")
                    .addObject()
                    .put("what", run.what())
                    .put("workers", run.workers())
                    .put("tiles", run.tiles())
                    .put("seconds", run.seconds())
                    .put("linear", linear(run))
                    .put("secondsTogether", run.together())
                    .put("tilesTogether", run.tilesTogether())
                    .put("linearTogether", linearTogether(run))
                    .put("tailSeconds", run.tail());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
