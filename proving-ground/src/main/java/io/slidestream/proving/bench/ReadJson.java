package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** The figures for scripts. */
public final class ReadJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReadJson() {}

    public static void write(ReadFigures figures, Path file) throws IOException {
        JSON.writeValue(file.toFile(), json(figures));
    }

    static ObjectNode json(ReadFigures figures) {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "read");
        ReadFigures.Subject subject = figures.subject();
        json.putObject("slide")
                .put("file", subject.slide())
                .put("widthPx", subject.widthPx())
                .put("heightPx", subject.heightPx())
                .put("reader", subject.reader());
        ObjectNode work = json.putObject("work")
                .put("tiles", figures.tiles())
                .put("tilePx", figures.tilePx())
                .put("downsample", figures.downsample())
                .put("reduction", figures.reduction())
                .put("decoder", subject.decoder());
        figures.coded()
                .ifPresent(coded -> work.put("codedTiles", coded.tiles())
                        .put("codedTileWidthPx", coded.widthPx())
                        .put("codedTileHeightPx", coded.heightPx()));
        Machine.describe(json.putObject("machine"));
        var results = json.putArray("results");
        for (ReadFigures.Series series : figures.series()) {
            ObjectNode result = results.addObject()
                    .put("reader", series.contender())
                    .put("order", series.order().label())
                    .put("threads", series.threads())
                    .put("tilesPerSecond", series.median())
                    .put("tilesPerSecondPerCore", series.median() / series.threads())
                    .put("tilesPerProcessorSecond", Medians.of(series.tilesPerProcessorSecond()));
            series.tilesPerSecond().forEach(result.withArray("rounds")::add);
            if (series.contender().equals("direct")) {
                result.put("ratioToBareDecode", ratio(figures, series, "bare decode"));
                result.put("processorRatioToBareDecode", processorRatio(figures, series, "bare decode"));
                if (figures.series().stream().anyMatch(one -> one.contender().equals("openslide"))) {
                    result.put("ratioToOpenslide", ratio(figures, series, "openslide"));
                    result.put("processorRatioToOpenslide", processorRatio(figures, series, "openslide"));
                }
            }
            result.put(
                    "ratioToFewestThreads",
                    ReadFigures.ratio(
                            series,
                            figures.of(
                                    series.contender(),
                                    series.order(),
                                    figures.series().get(0).threads())));
        }
        return json;
    }

    private static double ratio(ReadFigures figures, ReadFigures.Series series, String other) {
        return ReadFigures.ratio(series, figures.of(other, series.order(), series.threads()));
    }

    private static double processorRatio(ReadFigures figures, ReadFigures.Series series, String other) {
        return ReadFigures.processorRatio(series, figures.of(other, series.order(), series.threads()));
    }
}
