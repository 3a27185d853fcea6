package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The figures of the whole chain, for people and for scripts. */
public final class PipelineReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PipelineReport() {}

    public static String text(PipelineFigures figures) {
        return String.format(
                        Locale.ROOT,
                        "%s, %,d tiles%n%s, %d %s%n%s%n%d %s: the bare engine in a loop, the slide from submission to map, the bare"
                                + " engine again; medians%n%n",
                        figures.slide(),
                        figures.tiles(),
                        figures.model(),
                        figures.threads(),
                        figures.threads() == 1 ? "thread" : "threads",
                        figures.engine(),
                        figures.rounds().size(),
                        figures.rounds().size() == 1 ? "round" : "rounds")
                + line("end to end", figures.medianTilesPerSecond(), "tiles/s")
                + line("bare engine", figures.medianBare(), "images/s")
                + line("end to end / bare engine", figures.share(), "")
                + line("the same without reading's processor time", figures.shareWithoutReading(), "")
                + line("reading and preparing, processor", figures.readingMs(), "ms a tile")
                + line("share of the time the engine computes", figures.busy(), "");
    }

    public static void write(PipelineFigures figures, Path file) throws IOException {
        JSON.writeValue(file.toFile(), json(figures));
    }

    static ObjectNode json(PipelineFigures figures) {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "pipeline")
                .put("slide", figures.slide())
                .put("tiles", figures.tiles())
                .put("model", figures.model())
                .put("engine", figures.engine())
                .put("threads", figures.threads());
        Machine.describe(json.putObject("machine"));
        json.put("tilesPerSecond", figures.medianTilesPerSecond())
                .put("bareImagesPerSecond", figures.medianBare())
                .put("endToEndOverBare", figures.share())
                .put("endToEndWithoutReadingOverBare", figures.shareWithoutReading())
                .put("readingProcessorMs", figures.readingMs())
                .put("engineBusy", figures.busy());
        figures.bare().forEach(json.withArray("bareRounds")::add);
        figures.tilesPerSecond().forEach(json.withArray("tilesPerSecondRounds")::add);
        figures.rounds().forEach(round -> json.withArray("inferSecondsRounds").add(round.inferSeconds()));
        return json;
    }

    private static String line(String name, double value, String unit) {
        return String.format(Locale.ROOT, "  %-42s%10s %s", name, String.format(Locale.ROOT, "%,.2f", value), unit)
                        .stripTrailing()
                + System.lineSeparator();
    }
}
