package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.MapState;
import io.slidestream.viewer.catalog.SlideMap;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Query;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.util.List;
import java.util.Locale;

/** The slides, searched, filtered, sorted and paged. */
final class ListRoutes {
    private static final int PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 500;
    private static final int MAX_PAGE = 1_000_000;

    private final Catalog catalog;
    private final SlideJson json;

    ListRoutes(Catalog catalog, SlideJson json) {
        this.catalog = catalog;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/slides", this::slides), Route.get("/api/v1/states", this::states));
    }

    private Reply slides(Request request) throws Problem {
        Query query = request.query();
        List<String> words =
                List.of(query.text("q", "").toLowerCase(Locale.ROOT).split("\\s+"));
        String state = query.choice("state", MapState.labels(), "all");
        String sort = query.choice("sort", SlideOrder.KEYS, "time");
        SlideOrder.Direction direction =
                query.choice("order", SlideOrder.DIRECTIONS, "desc").equals("desc")
                        ? SlideOrder.Direction.DESCENDING
                        : SlideOrder.Direction.ASCENDING;
        int page = query.number("page", 1, 1, MAX_PAGE);
        int size = query.number("size", PAGE_SIZE, 1, MAX_PAGE_SIZE);

        List<SlideMap> found = catalog.current().stream()
                .filter(map -> words.stream().allMatch(map.slide().name().toLowerCase(Locale.ROOT)::contains))
                .toList();
        List<SlideMap> listed = found.stream()
                .filter(map -> state.equals("all") || map.state().label().equals(state))
                .sorted(SlideOrder.of(sort, direction, json.tumour()))
                .toList();
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("page", page);
        answer.put("size", size);
        answer.put("total", listed.size());
        counts(answer.putObject("states"), found);
        ArrayNode slides = answer.putArray("slides");
        listed.stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .map(json::row)
                .forEach(slides::add);
        return Reply.json(answer).zippedFor(request);
    }

    private Reply states(Request request) {
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        counts(answer.putObject("states"), catalog.current());
        return Reply.json(answer).zippedFor(request);
    }

    private static void counts(ObjectNode into, List<SlideMap> maps) {
        for (MapState state : MapState.values()) {
            into.put(
                    state.label(),
                    maps.stream().filter(map -> map.state() == state).count());
        }
    }
}
