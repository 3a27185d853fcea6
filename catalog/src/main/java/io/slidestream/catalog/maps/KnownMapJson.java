package io.slidestream.catalog.maps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of a map, and a model, as the JSON of a row. */
final class KnownMapJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KnownMapJson() {}

    /** @param modelHash of the model, which is kept by itself; null where there is none */
    static String of(KnownMap map, @Nullable String modelHash) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", map.id().hex());
        json.put("location", map.slide().location());
        json.put("fingerprint", map.slide().fingerprint());
        json.put("name", map.slide().name());
        SlideMap.Shape shape = map.shape();
        if (shape != null) {
            ObjectNode of = json.putObject("shape");
            of.put("widthPx", shape.grid().slideWidthPx());
            of.put("heightPx", shape.grid().slideHeightPx());
            of.put("mpp", shape.grid().mpp());
            of.put("tilePx", shape.grid().tileSizePx());
            of.put("stridePx", shape.grid().stridePx());
            of.put("vendor", shape.vendor());
            of.put("model", modelHash);
        }
        KnownMap.Told told = map.told();
        if (told != null) {
            ObjectNode of = json.putObject("told");
            of.put("attempt", told.attempt());
            of.put("seen", told.seenAtMillis());
            of.put("expected", told.expectedTiles());
            put(of, told.rejection());
        }
        KnownMap.Word word = map.word();
        if (word != null) {
            ObjectNode of = json.putObject("word");
            of.put("attempt", word.attempt());
            of.put("state", word.state().name());
            of.put("expected", word.expectedTiles());
            of.put("scored", word.scoredTiles());
            of.put("rejected", word.rejectedTiles());
            if (word.results() != null) {
                of.put("results", word.results());
            }
            of.put("taken", word.takenAtMillis());
            of.put("whereabouts", word.whereabouts().name());
        }
        KnownMap.Found found = map.found();
        if (found != null) {
            put(json.putObject("found"), found);
        }
        KnownMap.Waiting waiting = map.waiting();
        if (waiting != null) {
            json.putObject("waiting")
                    .put("attempt", waiting.attempt())
                    .put("seen", waiting.seenAtMillis())
                    .put("heldUp", waiting.heldUp());
        }
        return json.toString();
    }

    /** @param models gives the model of a hash */
    static KnownMap parse(String text, Function<String, Model> models) {
        JsonNode json = tree(text);
        return new KnownMap(
                new MapId(json.path("id").asText()),
                new SlideVersion(
                        json.path("location").asText(),
                        json.path("fingerprint").asText(),
                        json.path("name").asText()),
                json.has("shape") ? shape(json.path("shape"), models) : null,
                json.has("told") ? told(json.path("told")) : null,
                json.has("word") ? word(json.path("word")) : null,
                json.has("found") ? found(json.path("found")) : null,
                json.has("waiting")
                        ? new KnownMap.Waiting(
                                json.at("/waiting/attempt").asInt(),
                                json.at("/waiting/seen").asLong(),
                                json.at("/waiting/heldUp").asText(null))
                        : null);
    }

    static String of(Model model) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", model.id());
        json.put("name", model.name());
        model.classNames().forEach(json.putArray("classNames")::add);
        json.put("patchSizePx", model.patchSizePx());
        json.put("patchMpp", model.patchMpp());
        json.put("symmetries", model.symmetries());
        json.put("wsinferConfig", model.wsinferConfig());
        if (model.tellsFamiliar()) {
            json.put("tellsFamiliar", true);
        }
        return json.toString();
    }

    static Model model(String text) {
        JsonNode json = tree(text);
        List<String> classes = new ArrayList<>();
        json.path("classNames").forEach(name -> classes.add(name.asText()));
        return new Model(
                json.path("id").asText(),
                json.path("name").asText(),
                classes,
                json.path("patchSizePx").asInt(),
                json.path("patchMpp").asDouble(),
                json.path("symmetries").asInt(),
                json.path("wsinferConfig").asText(),
                json.path("tellsFamiliar").asBoolean(false));
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of the catalog is no JSON; run 'slidestream catalog rebuild'", e);
        }
    }

    private static SlideMap.Shape shape(JsonNode of, Function<String, Model> models) {
        return new SlideMap.Shape(
                new TileGrid(
                        of.path("widthPx").asLong(),
                        of.path("heightPx").asLong(),
                        of.path("mpp").asDouble(),
                        of.path("tilePx").asInt(),
                        of.path("stridePx").asInt()),
                models.apply(of.path("model").asText()),
                of.path("vendor").asText());
    }

    private static KnownMap.Told told(JsonNode of) {
        return new KnownMap.Told(
                of.path("attempt").asInt(),
                of.path("seen").asLong(),
                of.path("expected").asLong(),
                rejection(of));
    }

    private static KnownMap.Word word(JsonNode of) {
        long scored = of.path("scored").asLong();
        long rejected = of.path("rejected").asLong();
        return new KnownMap.Word(
                of.path("attempt").asInt(),
                MapUpdated.State.valueOf(of.path("state").asText()),
                of.path("expected").asLong(scored + rejected),
                scored,
                rejected,
                of.path("results").asText(null),
                of.path("taken").asLong(),
                KnownMap.Whereabouts.valueOf(of.path("whereabouts").asText()));
    }

    private static void put(ObjectNode of, KnownMap.Found found) {
        of.put("attempt", found.attempt());
        of.put("folder", found.stamp().folder().toString());
        of.put("millis", found.stamp().millis());
        of.put("size", found.stamp().size());
        of.put("seen", found.seenAtMillis());
        of.put("written", found.writtenAtMillis());
        SlideMap.Tally tally = found.tally();
        if (tally != null) {
            of.put("expected", tally.expected());
            of.put("scored", tally.scored());
            of.put("rejected", tally.rejected());
        }
        put(of, found.rejection());
        found.areasMm2().forEach(of.putArray("areasMm2")::add);
        if (found.unsureShare() != null) {
            of.put("unsure", found.unsureShare());
        }
    }

    private static KnownMap.Found found(JsonNode of) {
        List<Double> areas = new ArrayList<>();
        of.path("areasMm2").forEach(area -> areas.add(area.asDouble()));
        return new KnownMap.Found(
                of.path("attempt").asInt(),
                new KnownMap.Stamp(
                        Path.of(of.path("folder").asText()),
                        of.path("millis").asLong(),
                        of.path("size").asLong()),
                of.path("seen").asLong(),
                of.path("written").asLong(),
                of.has("expected")
                        ? new SlideMap.Tally(
                                of.path("expected").asLong(),
                                of.path("scored").asLong(),
                                of.path("rejected").asLong(),
                                0)
                        : null,
                rejection(of),
                areas,
                of.has("unsure") ? of.path("unsure").asDouble() : null);
    }

    private static void put(ObjectNode of, SlideMap.@Nullable Rejection rejection) {
        if (rejection != null) {
            of.put("reason", rejection.reason());
            of.put("message", rejection.message());
        }
    }

    private static SlideMap.@Nullable Rejection rejection(JsonNode of) {
        return of.has("reason")
                ? new SlideMap.Rejection(
                        of.path("reason").asText(), of.path("message").asText())
                : null;
    }
}
