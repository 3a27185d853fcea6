package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import java.net.URI;
import java.time.Instant;

/** A slide and how far its map is, as JSON. */
final class SlideJson {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Catalog catalog;
    private final TumourArea tumour;
    private final Commands commands;
    private final CaseNames cases;

    /** Whether something can be asked for of a slide. */
    enum Commands {
        TAKEN,
        NOT_TAKEN
    }

    SlideJson(Catalog catalog, TumourArea tumour, Commands commands, CaseNames cases) {
        this.catalog = catalog;
        this.tumour = tumour;
        this.commands = commands;
        this.cases = cases;
    }

    TumourArea tumour() {
        return tumour;
    }

    /** A row of the list. */
    ObjectNode row(SlideMap map) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", map.id().hex());
        json.put("attempt", map.attempt());
        json.put("name", map.slide().name());
        json.put("case", cases.of(map.slide().name()));
        json.put("state", map.state().label());
        SlideMap.Rejection rejection = map.rejection();
        if (rejection != null) {
            json.put("reason", rejection.reason());
            json.put("message", withoutPath(map, rejection.message()));
        }
        String heldUp = map.heldUp();
        if (heldUp != null) {
            json.put("message", withoutPath(map, heldUp));
        }
        json.put("seenAt", Instant.ofEpochMilli(map.seenAtMillis()).toString());
        SlideMap.Ending ending = map.ending();
        if (ending != null) {
            json.put("endedAt", Instant.ofEpochMilli(ending.atMillis()).toString());
        }
        progress(json, map);
        areas(json, map);
        return json;
    }

    /** What is said of a slide stands beside its name, so its path would only be in the way. */
    private static String withoutPath(SlideMap map, String message) {
        String location = map.slide().location();
        return location.startsWith("file:")
                ? message.replace(URI.create(location).getPath(), "the slide")
                : message;
    }

    /** Everything but the map itself. */
    ObjectNode detail(SlideMap map) {
        ObjectNode json = row(map);
        json.put("location", map.slide().location());
        catalog.newerThan(map).ifPresent(newer -> json.put("newer", newer.id().hex()));
        SlideMap.Shape shape = map.shape();
        if (shape != null) {
            ObjectNode model = json.putObject("model");
            model.put("id", shape.model().id());
            model.put("name", shape.model().name());
        }
        others(json.putArray("others"), map);
        ArrayNode actions = json.putArray("actions");
        if (commands == Commands.TAKEN) {
            if (map.heldUp() != null) {
                // nothing has begun that could be called off
            } else if (map.isOpen()) {
                actions.add("cancel");
            } else {
                actions.add("retry").add("resubmit");
            }
        }
        links(json.putObject("links"), map);
        return json;
    }

    /** The other maps of the slide, of other models or settings, which can be compared with this one. */
    private void others(ArrayNode json, SlideMap map) {
        for (SlideMap other : catalog.ofSlide(map.slide().location())) {
            SlideMap.Shape shape = other.shape();
            if (shape != null && !other.id().equals(map.id()) && other.state() == MapState.MAPPED) {
                ObjectNode row = json.addObject();
                row.put("id", other.id().hex());
                row.put("model", shape.model().name());
                row.put("modelId", shape.model().id());
                row.put("symmetries", shape.model().symmetries());
                row.put(
                        "stride",
                        (double) shape.grid().stridePx() / shape.grid().tileSizePx());
                row.put("seenAt", Instant.ofEpochMilli(other.seenAtMillis()).toString());
                row.put("page", "/slides/" + other.id().hex());
                row.put(
                        "compare",
                        "/compare/" + map.id().hex() + "/" + other.id().hex());
            }
        }
    }

    private static void progress(ObjectNode json, SlideMap map) {
        SlideMap.Tally tally = map.ledger();
        if (tally == null) {
            return;
        }
        ObjectNode progress = json.putObject("progress");
        progress.put("expected", tally.expected());
        progress.put("scored", tally.scored());
        progress.put("rejected", tally.rejected());
        if (map.state() == MapState.MAPPING) {
            progress.put("tilesPerSecond", Math.round(tally.tilesPerSecond() * 10) / 10.0);
            if (tally.tilesPerSecond() > 0) {
                progress.put("secondsLeft", Math.round(tally.left() / tally.tilesPerSecond()));
            }
        }
    }

    private void areas(ObjectNode json, SlideMap map) {
        double tissue = map.areasMm2().stream().mapToDouble(Double::doubleValue).sum();
        if (map.shape() == null || tissue == 0) {
            return;
        }
        json.put("scoredMm2", tissue);
        Double unsure = map.unsureShare();
        if (unsure != null) {
            json.put("unsureShare", unsure);
        }
        double tumourMm2 = tumour.applyAsDouble(map);
        if (!Double.isNaN(tumourMm2)) {
            json.put("tumourMm2", tumourMm2);
            json.put("tumourShare", tumourMm2 / tissue);
        }
    }

    private static void links(ObjectNode links, SlideMap map) {
        String self = "/api/v1/slides/" + map.id().hex();
        links.put("self", self);
        links.put("page", "/slides/" + map.id().hex());
        links.put("ledger", self + "/ledger");
        links.put("events", self + "/events");
        if (map.shape() != null) {
            links.put("map", self + "/map");
            links.put("cells", self + "/cells");
            links.put("image", self + "/image.dzi");
        }
        if (map.folder() != null) {
            links.put("files", self + "/files");
        }
    }
}
