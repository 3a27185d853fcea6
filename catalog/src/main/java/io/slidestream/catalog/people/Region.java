package io.slidestream.catalog.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A region of a slide: one polygon or several, with holes where more than one ring is given.
 *
 * @param polygons each a list of closed rings, the outer one first; in pixels of level 0
 */
public record Region(List<List<Ring>> polygons) {
    static final int MAX_POINTS = 100_000;
    /** No slide is larger. */
    private static final double MAX_PX = 1e8;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A closed line: the last point is the first. */
    public record Ring(List<Point> points) {
        public Ring {
            points = List.copyOf(points);
            if (points.size() < 4 || !points.get(0).equals(points.get(points.size() - 1))) {
                throw new IllegalArgumentException(
                        "a ring of the geometry must have 4 points at least, and end where it begins");
            }
        }
    }

    /** A place on the slide, in pixels of level 0. */
    public record Point(double x, double y) {
        public Point {
            if (!(Math.abs(x) <= MAX_PX && Math.abs(y) <= MAX_PX)) {
                throw new IllegalArgumentException(
                        "a point of the geometry must be in pixels of level 0, was " + x + ", " + y);
            }
        }
    }

    public Region {
        polygons = polygons.stream().map(List::copyOf).toList();
        int points = polygons.stream()
                .flatMap(List::stream)
                .mapToInt(ring -> ring.points().size())
                .sum();
        if (points == 0 || points > MAX_POINTS || polygons.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "the geometry must have 4 to " + MAX_POINTS + " points and no empty polygon, has " + points);
        }
    }

    /** Reads a GeoJSON geometry: Polygon or MultiPolygon. */
    public static Region of(JsonNode geometry) {
        JsonNode coordinates = geometry.path("coordinates");
        List<List<Ring>> polygons = new ArrayList<>();
        switch (geometry.path("type").asText()) {
            case "Polygon" -> polygons.add(rings(coordinates));
            case "MultiPolygon" -> coordinates.forEach(polygon -> polygons.add(rings(polygon)));
            default ->
                throw new IllegalArgumentException("the geometry must be a GeoJSON Polygon or MultiPolygon, was "
                        + (geometry.has("type") ? geometry.path("type") : "of no type"));
        }
        return new Region(polygons);
    }

    /** Reads the same as text. */
    public static Region parse(String geometry) {
        try {
            return of(JSON.readTree(geometry));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the geometry is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The GeoJSON geometry. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", polygons.size() == 1 ? "Polygon" : "MultiPolygon");
        ArrayNode coordinates = json.putArray("coordinates");
        for (List<Ring> polygon : polygons) {
            ArrayNode rings = polygons.size() == 1 ? coordinates : coordinates.addArray();
            for (Ring ring : polygon) {
                ArrayNode points = rings.addArray();
                ring.points().forEach(point -> number(number(points.addArray(), point.x()), point.y()));
            }
        }
        return json;
    }

    /** The outline, which contains a point where it lies in a polygon and in none of its holes. */
    public Path2D outline() {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (List<Ring> polygon : polygons) {
            for (Ring ring : polygon) {
                Point first = ring.points().get(0);
                path.moveTo(first.x(), first.y());
                ring.points().stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
                path.closePath();
            }
        }
        return path;
    }

    private static List<Ring> rings(JsonNode polygon) {
        List<Ring> rings = new ArrayList<>();
        for (JsonNode ring : polygon) {
            List<Point> points = new ArrayList<>();
            for (JsonNode point : ring) {
                if (!point.path(0).isNumber() || !point.path(1).isNumber()) {
                    throw new IllegalArgumentException("a point of the geometry must be [x, y], was " + point);
                }
                points.add(new Point(point.path(0).asDouble(), point.path(1).asDouble()));
            }
            rings.add(new Ring(points));
        }
        return rings;
    }

    private static ArrayNode number(ArrayNode into, double value) {
        return value == Math.rint(value) ? into.add((long) value) : into.add(value);
    }
}
