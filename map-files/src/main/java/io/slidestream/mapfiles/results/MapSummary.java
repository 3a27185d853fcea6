package io.slidestream.mapfiles.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads back what {@link Summary} wrote of a map. Figures that a rejected slide, or a summary of an older version, does not
 * have are empty. Immutable.
 */
public final class MapSummary {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Places of what a report says, but for the areas of classes. */
    private static final List<String> FIGURES = List.of(
            "/state",
            "/mapId",
            "/reason",
            "/message",
            "/slide/name",
            "/slide/location",
            "/slide/mpp",
            "/model/id",
            "/model/name",
            "/tissue/scoredMm2",
            "/tissue/unreadMm2",
            "/tumorRegions/className",
            "/tumorRegions/threshold",
            "/tumorRegions/areaMm2",
            "/tumorRegions/share",
            "/tumorRegions/count",
            "/tumorRegions/largestDiameterUm",
            "/ledger/expected",
            "/ledger/scored",
            "/ledger/rejected",
            "/timestamps/written",
            "/durationsSeconds/seenToWritten");

    private final JsonNode root;

    private MapSummary(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads the summary of a map's folder.
     *
     * @throws ForeignSummaryException if it is no JSON, or none of ours
     * @throws IOException if there is none
     */
    public static MapSummary in(Path folder) throws IOException {
        MapSummary summary = new MapSummary(json(folder.resolve(ResultFiles.SUMMARY)));
        boolean ours = summary.root.path("mapId").isTextual()
                && summary.root.at("/slide/name").isTextual()
                && (summary.isMapped() || summary.state().equals("rejected"));
        if (!ours) {
            throw new ForeignSummaryException("is not of Slidestream", null);
        }
        return summary;
    }

    /**
     * Makes a summary of what {@link #figures()} kept of one; it has what a report says, and nothing else.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    public static MapSummary ofFigures(String figures) {
        try {
            return new MapSummary(JSON.readTree(figures));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("figures must be JSON, were " + figures, e);
        }
    }

    /** What a report says of it, as JSON. */
    public String figures() {
        ObjectNode kept = JSON.createObjectNode();
        for (String pointer : FIGURES) {
            JsonNode value = root.at(pointer);
            if (value.isValueNode()) {
                int name = pointer.lastIndexOf('/');
                ObjectNode parent = name == 0 ? kept : kept.withObject(pointer.substring(0, name));
                parent.set(pointer.substring(name + 1), value);
            }
        }
        ArrayNode classes = kept.putArray("classes");
        areasMm2().forEach((name, area) -> classes.addObject().put("name", name).put("areaMm2", area));
        return kept.toString();
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ForeignSummaryException("cannot be read as JSON: " + first, e);
        }
    }

    /** {@code mapped} or {@code rejected}. */
    public String state() {
        return text("/state");
    }

    public boolean isMapped() {
        return state().equals("mapped");
    }

    /** @throws IllegalArgumentException if it is no map id */
    public MapId mapId() {
        return new MapId(mapIdHex());
    }

    /** The id as it stands there. */
    public String mapIdHex() {
        return text("/mapId");
    }

    public int attempt() {
        return root.path("attempt").asInt();
    }

    public SlideVersion slide() {
        return new SlideVersion(slideLocation(), text("/slide/fingerprint"), slideName());
    }

    public String slideName() {
        return text("/slide/name");
    }

    public String slideLocation() {
        return text("/slide/location");
    }

    public String vendor() {
        return text("/slide/vendor");
    }

    /** Microns of the slide that a level-0 pixel covers. */
    public OptionalDouble mpp() {
        return decimal("/slide/mpp");
    }

    /** Whether the map's files name the slide by an id. */
    public boolean isRedacted() {
        return root.path("redacted").asBoolean();
    }

    /** Label of the reason for a rejection; empty if there was none. */
    public String reason() {
        return text("/reason");
    }

    public String message() {
        return text("/message");
    }

    /** @throws IllegalArgumentException if it is no grid, as in the summary of a rejected slide */
    public TileGrid grid() {
        return new TileGrid(
                root.at("/slide/widthPx").asLong(),
                root.at("/slide/heightPx").asLong(),
                root.at("/slide/mpp").asDouble(),
                root.at("/grid/tileSizePx").asInt(),
                root.at("/grid/stridePx").asInt());
    }

    /** @throws IllegalArgumentException if it is no model, as in the summary of a rejected slide */
    public Model model() {
        return new Model(
                modelId(),
                modelName(),
                StreamSupport.stream(root.at("/model/classNames").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                root.at("/model/patchSizePx").asInt(),
                root.at("/model/patchMpp").asDouble(),
                root.at("/model/symmetries").asInt(1),
                root.at("/model/configuration").isObject()
                        ? root.at("/model/configuration").toString()
                        : "",
                root.path("unfamiliar").isObject());
    }

    public String modelId() {
        return text("/model/id");
    }

    public String modelName() {
        return text("/model/name");
    }

    /** In mm², of the tiles whose likeliest class it is; by class, in the model's order. */
    public Map<String, Double> areasMm2() {
        Map<String, Double> areas = new LinkedHashMap<>();
        for (JsonNode row : root.path("classes")) {
            if (row.path("areaMm2").isNumber()) {
                areas.put(row.path("name").asText(), row.path("areaMm2").asDouble());
            }
        }
        return areas;
    }

    public OptionalDouble scoredMm2() {
        return decimal("/tissue/scoredMm2");
    }

    public OptionalDouble unreadMm2() {
        return decimal("/tissue/unreadMm2");
    }

    /** Share of the tissue on tiles that the model is unsure of. */
    public OptionalDouble unsureShare() {
        return decimal("/unsure/share");
    }

    /** Name of the class whose regions were measured; empty if the model has none. */
    public String tumorClass() {
        return text("/tumorRegions/className");
    }

    /** The threshold of tumour regions as text; empty if there is none. */
    public String tumorThreshold() {
        return text("/tumorRegions/threshold");
    }

    public OptionalDouble tumorRegionsMm2() {
        return decimal("/tumorRegions/areaMm2");
    }

    /** Of the tissue that was read. */
    public OptionalDouble tumorRegionsShare() {
        return decimal("/tumorRegions/share");
    }

    public OptionalLong tumorRegions() {
        return whole("/tumorRegions/count");
    }

    public OptionalDouble largestDiameterUm() {
        return decimal("/tumorRegions/largestDiameterUm");
    }

    public OptionalLong expectedTiles() {
        return whole("/ledger/expected");
    }

    public OptionalLong scoredTiles() {
        return whole("/ledger/scored");
    }

    public OptionalLong rejectedTiles() {
        return whole("/ledger/rejected");
    }

    /** Labels of the reasons for which tiles were rejected. */
    public List<String> rejectionReasons() {
        List<String> labels = new ArrayList<>();
        root.at("/ledger/rejectedByReason")
                .forEach(row -> labels.add(row.path("reason").asText()));
        return labels;
    }

    /** Labels of the formats that lie beside it. */
    public Set<String> formats() {
        Set<String> labels = new LinkedHashSet<>();
        root.path("formats").forEach(label -> labels.add(label.asText()));
        return labels;
    }

    /** @throws DateTimeException if it is no time */
    public Instant seenAt() {
        return Instant.parse(text("/timestamps/seen"));
    }

    /** @throws DateTimeException if it is no time */
    public Instant writtenAt() {
        return Instant.parse(written());
    }

    /** When it was written, as it stands there. */
    public String written() {
        return text("/timestamps/written");
    }

    public OptionalDouble secondsSeenToWritten() {
        return decimal("/durationsSeconds/seenToWritten");
    }

    /** What stands at a place; missing where nothing does. */
    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    private String text(String pointer) {
        return root.at(pointer).asText("");
    }

    private OptionalDouble decimal(String pointer) {
        JsonNode value = root.at(pointer);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private OptionalLong whole(String pointer) {
        JsonNode value = root.at(pointer);
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }
}
