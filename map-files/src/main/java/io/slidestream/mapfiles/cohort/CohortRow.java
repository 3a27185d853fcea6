package io.slidestream.mapfiles.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One slide's line, read from its summary.json. Numbers that a rejected slide, or a summary of an older version, does not
 * have are empty.
 */
final class CohortRow {
    private final Path folder;
    private final JsonNode summary;
    private final Map<String, Double> areas = new LinkedHashMap<>();

    /** @param folder below the results */
    CohortRow(Path folder, JsonNode summary) {
        this.folder = folder;
        this.summary = summary;
        for (JsonNode row : summary.path("classes")) {
            if (row.path("areaMm2").isNumber()) {
                areas.put(row.path("name").asText(), row.path("areaMm2").asDouble());
            }
        }
    }

    Path folder() {
        return folder;
    }

    boolean isMapped() {
        return state().equals("mapped");
    }

    String state() {
        return text("/state");
    }

    String slide() {
        return text("/slide/name");
    }

    /** Why the slide was rejected; empty if it was not. */
    String reason() {
        return text("/reason");
    }

    String message() {
        return text("/message");
    }

    /** Areas in mm², by class, in the model's order. */
    Map<String, Double> areas() {
        return areas;
    }

    String modelId() {
        return text("/model/id");
    }

    String modelName() {
        return text("/model/name");
    }

    String text(String pointer) {
        return summary.at(pointer).asText("");
    }

    OptionalDouble decimal(String pointer) {
        JsonNode value = summary.at(pointer);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    OptionalLong whole(String pointer) {
        JsonNode value = summary.at(pointer);
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }
}
