package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.mapfiles.results.ResultFiles;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One slide, its map's shape and findings, its ledger. */
final class SlideRoutes {
    private final Maps maps;
    private final SlideJson json;

    SlideRoutes(Maps maps, SlideJson json) {
        this.maps = maps;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/slides/{id}", request -> Reply.json(json.detail(maps.of(request)))),
                Route.get("/api/v1/slides/{id}/map", this::map),
                Route.get("/api/v1/slides/{id}/ledger", this::ledger));
    }

    private Reply map(Request request) throws Problem {
        SlideMap map = maps.of(request);
        ObjectNode answer = MapJson.of(map, Maps.shape(map), json.tumour());
        Path folder = map.folder();
        if (folder != null) {
            summary(folder).ifPresent(summary -> answer.set("summary", summary));
        }
        return Reply.json(answer).zippedFor(request);
    }

    private Reply ledger(Request request) throws Problem {
        SlideMap map = maps.of(request);
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("id", map.id().hex());
        answer.put("attempt", map.attempt());
        answer.put("state", map.state().label());
        SlideMap.Tally tally = map.ledger();
        if (tally != null) {
            answer.put("expected", tally.expected());
            answer.put("scored", tally.scored());
            answer.put("rejected", tally.rejected());
            answer.put("open", tally.left());
            answer.put("balanced", tally.left() == 0);
        }
        Path folder = map.folder();
        if (folder != null) {
            summary(folder)
                    .map(summary -> summary.path("ledger").path("rejectedByReason"))
                    .filter(JsonNode::isArray)
                    .ifPresent(reasons -> answer.set("rejectedByReason", reasons));
        }
        return Reply.json(answer);
    }

    /** Empty if the results were taken away or replaced just now. */
    private static java.util.Optional<JsonNode> summary(Path folder) {
        try {
            return java.util.Optional.of(
                    SlideJson.JSON.readTree(folder.resolve(ResultFiles.SUMMARY).toFile()));
        } catch (IOException e) {
            return java.util.Optional.empty();
        }
    }
}
