package io.slidestream.viewer.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads back what a summary.json says of its map. */
final class SummaryFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SummaryFile() {}

    /**
     * @param folder with the results of one map
     * @throws IOException if the summary cannot be read or is none of ours
     */
    static SlideMap read(Path folder, ModelCopies models) throws IOException {
        JsonNode json = JSON.readTree(folder.resolve(ResultFiles.SUMMARY).toFile());
        try {
            return json.path("state").asText().equals("mapped") ? mapped(json, folder, models) : rejected(json, folder);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a summary of ours: " + e.getMessage(), e);
        }
    }

    private static SlideMap mapped(JsonNode json, Path folder, ModelCopies models) {
        JsonNode of = json.path("slide");
        JsonNode tiles = json.path("grid");
        TileGrid grid = new TileGrid(
                of.path("widthPx").asLong(),
                of.path("heightPx").asLong(),
                of.path("mpp").asDouble(),
                tiles.path("tileSizePx").asInt(),
                tiles.path("stridePx").asInt());
        JsonNode by = json.path("model");
        Model model = models.one(new Model(
                by.path("id").asText(),
                by.path("name").asText(),
                texts(by.path("classNames")),
                by.path("patchSizePx").asInt(),
                by.path("patchMpp").asDouble(),
                by.path("symmetries").asInt(1)));
        List<Double> areas = new ArrayList<>();
        json.path("classes").forEach(row -> areas.add(row.path("areaMm2").asDouble()));
        JsonNode ledger = json.path("ledger");
        return new SlideMap(
                new MapId(json.path("mapId").asText()),
                json.path("attempt").asInt(),
                slide(of),
                MapState.MAPPED,
                time(json, "seen"),
                time(json, "written"),
                new SlideMap.Tally(
                        ledger.path("expected").asLong(),
                        ledger.path("scored").asLong(),
                        ledger.path("rejected").asLong(),
                        0),
                new SlideMap.Shape(grid, model, of.path("vendor").asText()),
                null,
                areas,
                folder);
    }

    private static SlideMap rejected(JsonNode json, Path folder) {
        String reason = json.path("reason").asText();
        return new SlideMap(
                new MapId(json.path("mapId").asText()),
                json.path("attempt").asInt(),
                slide(json.path("slide")),
                reason.equals("cancelled") ? MapState.CANCELLED : MapState.REJECTED,
                time(json, "seen"),
                time(json, "written"),
                null,
                null,
                new SlideMap.Rejection(reason, json.path("message").asText()),
                List.of(),
                folder);
    }

    private static SlideVersion slide(JsonNode of) {
        return new SlideVersion(
                of.path("location").asText(),
                of.path("fingerprint").asText(),
                of.path("name").asText());
    }

    private static long time(JsonNode json, String which) {
        return Instant.parse(json.path("timestamps").path(which).asText()).toEpochMilli();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
