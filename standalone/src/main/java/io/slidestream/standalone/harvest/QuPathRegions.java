package io.slidestream.standalone.harvest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.catalog.people.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Annotations of a QuPath GeoJSON file: those with an area and a class.
 *
 * @param passedOver annotations without a class, or that are points and lines
 */
public record QuPathRegions(List<LabelledRegion> regions, int passedOver) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * @param originX level-0 pixel that QuPath counts from, where it shows only the scanned part of a slide
     * @param author who drew them
     * @throws IOException whose message is for people, if it is no such file
     */
    public static QuPathRegions read(Path file, long originX, long originY, String author) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
        }
        List<LabelledRegion> regions = new ArrayList<>();
        int passedOver = 0;
        int number = 0;
        for (JsonNode feature : features(root)) {
            number++;
            String label = label(feature.path("properties"));
            String type = feature.path("geometry").path("type").asText();
            if (label.isEmpty() || !type.endsWith("Polygon")) {
                passedOver++;
                continue;
            }
            try {
                regions.add(new LabelledRegion(
                        shifted(Region.of(feature.path("geometry")), originX, originY), label, author, Instant.EPOCH));
            } catch (IllegalArgumentException e) {
                throw new IOException("annotation " + number + ": " + e.getMessage(), e);
            }
        }
        return new QuPathRegions(List.copyOf(regions), passedOver);
    }

    /** A collection, a bare list as older versions write it, or one annotation. */
    private static Iterable<JsonNode> features(JsonNode root) throws IOException {
        if (root.isArray()) {
            return root;
        }
        return switch (root.path("type").asText()) {
            case "FeatureCollection" -> root.path("features");
            case "Feature" -> List.of(root);
            default -> throw new IOException("it is no GeoJSON of annotations");
        };
    }

    private static String label(JsonNode properties) {
        JsonNode classification = properties.path("classification");
        JsonNode names = classification.path("names");
        return (names.isArray() && !names.isEmpty() ? names.get(0) : classification.path("name"))
                .asText("")
                .strip();
    }

    private static Region shifted(Region region, long x, long y) {
        if (x == 0 && y == 0) {
            return region;
        }
        return new Region(region.polygons().stream()
                .map(polygon -> polygon.stream()
                        .map(ring -> new Region.Ring(ring.points().stream()
                                .map(point -> new Region.Point(point.x() + x, point.y() + y))
                                .toList()))
                        .toList())
                .toList());
    }
}
