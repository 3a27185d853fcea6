package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.proving.processes.Footprint;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Time that an aggregator took for each stage, and its size then. */
public record LedgerFigures(LedgerBenchSettings settings, long smallTiles, long largeTiles, List<Stage> stages) {
    public LedgerFigures {
        stages = List.copyOf(stages);
    }

    /**
     * @param blocks scored blocks that came
     * @param memory of the aggregator at its end
     */
    record Stage(String what, long blocks, double seconds, Footprint memory) {}

    /** Formats the figures as a table for people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "an aggregator with %d MB of heap; %d maps of %d tiles open at a time, then one of %d%n%n",
                settings.heapMb(),
                settings.openMaps(),
                smallTiles,
                largeTiles));
        table.append(String.format(
                Locale.ROOT,
                "%-46s%9s%9s%11s%9s%9s%9s%n",
                "",
                "blocks",
                "s",
                "blocks/s",
                "heap MB",
                "RSS MB",
                "peak MB"));
        for (Stage stage : stages) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-46s%9d%9.1f%11.0f%9.0f%9.0f%9.0f%n",
                    stage.what(),
                    stage.blocks(),
                    stage.seconds(),
                    stage.blocks() / stage.seconds(),
                    stage.memory().liveHeapMb(),
                    stage.memory().residentMb(),
                    stage.memory().peakResidentMb()));
        }
        return table.toString();
    }

    /** Formats the figures as JSON for scripts. */
    public String json() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("benchmark", "ledger")
                .put("openMaps", settings.openMaps())
                .put("smallTiles", smallTiles)
                .put("largeTiles", largeTiles)
                .put("heapMb", settings.heapMb());
        Machine.describe(json.putObject("machine"));
        for (Stage stage : stages) {
            json.withArray("stages")
                    .addObject()
                    .put("what", stage.what())
                    .put("blocks", stage.blocks())
                    .put("seconds", stage.seconds())
                    .put("liveHeapMb", stage.memory().liveHeapMb())
                    .put("residentMb", stage.memory().residentMb())
                    .put("peakResidentMb", stage.memory().peakResidentMb());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
