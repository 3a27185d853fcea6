package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.MapPage;
import io.slidestream.catalog.maps.MapQuery;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Query;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The slides, searched, filtered, sorted and paged by the catalog's database. */
final class ListRoutes {
    private static final int PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 500;
    private static final int MAX_PAGE = 1_000_000;
    private static final List<String> KEYS =
            Arrays.stream(MapQuery.Key.values()).map(MapQuery.Key::label).toList();

    private final Catalog catalog;
    private final SlideJson json;

    ListRoutes(Catalog catalog, SlideJson json) {
        this.catalog = catalog;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/slides", this::slides),
                Route.get("/api/v1/slides/all", this::all),
                Route.get("/api/v1/states", this::states));
    }

    private Reply slides(Request request) throws Problem {
        Query query = request.query();
        String sort = query.choice("sort", KEYS, "time");
        MapQuery.Direction direction =
                query.choice("order", List.of("asc", "desc"), "desc").equals("desc")
                        ? MapQuery.Direction.DESCENDING
                        : MapQuery.Direction.ASCENDING;
        int number = query.number("page", 1, 1, MAX_PAGE);
        int size = query.number("size", PAGE_SIZE, 1, MAX_PAGE_SIZE);
        MapQuery.Key key = Arrays.stream(MapQuery.Key.values())
                .filter(one -> one.label().equals(sort))
                .findFirst()
                .orElse(MapQuery.Key.TIME);
        MapPage page = catalog.page(new MapQuery(filter(query), key, direction, number, size));

        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("page", number);
        answer.put("size", size);
        answer.put("total", page.total());
        answer.put("more", page.counting() == MapPage.Counting.IN_PART);
        counts(answer.putObject("states"), page.states());
        ArrayNode slides = answer.putArray("slides");
        for (SlideMap map : page.maps()) {
            ObjectNode row = json.row(map);
            row.put("otherMaps", page.others().getOrDefault(map.id(), 0));
            slides.add(row);
        }
        return Reply.json(answer).zippedFor(request);
    }

    /** As many as there are, sent as they are found. */
    private Reply all(Request request) throws Problem {
        MapQuery.Filter filter = filter(request.query());
        return JsonArrayReply.of("slides", rows -> catalog.forEach(filter, map -> rows.accept(json.row(map))));
    }

    private Reply states(Request request) {
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        counts(answer.putObject("states"), catalog.states());
        return Reply.json(answer).zippedFor(request);
    }

    private static MapQuery.Filter filter(Query query) throws Problem {
        String state = query.choice("state", MapState.labels(), "all");
        List<MapQuery.Range> ranges = new ArrayList<>();
        range(ranges, MapQuery.Column.SEEN_AT, time(query, "from"), time(query, "to"));
        range(ranges, MapQuery.Column.TUMOUR, number(query, "tumourFrom"), number(query, "tumourTo"));
        range(ranges, MapQuery.Column.UNSURE, number(query, "unsureFrom"), number(query, "unsureTo"));
        return new MapQuery.Filter(
                words(query),
                Arrays.stream(MapState.values())
                        .filter(one -> one.label().equals(state))
                        .findFirst()
                        .orElse(null),
                orNull(query.text("model", "")),
                orNull(query.text("tag", "")),
                ranges);
    }

    /** The words of a search. */
    static List<String> words(Query query) {
        return List.of(query.text("q", "").split("\\s+"));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void range(
            List<MapQuery.Range> ranges, MapQuery.Column column, OptionalDouble from, OptionalDouble to) {
        if (from.isPresent() || to.isPresent()) {
            ranges.add(new MapQuery.Range(column, from, to));
        }
    }

    private static OptionalDouble number(Query query, String name) throws Problem {
        String text = query.text(name, "");
        try {
            double number = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
            if (text.isEmpty() || Double.isFinite(number)) {
                return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest(name + " must be a number, was " + text);
    }

    /** A moment, or a day here: its beginning, or its end where it bounds from above. */
    private static OptionalDouble time(Query query, String name) throws Problem {
        String text = query.text(name, "");
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            if (text.contains("T")) {
                return OptionalDouble.of(Instant.parse(text).toEpochMilli());
            }
            LocalDate day = LocalDate.parse(text);
            ZoneId here = ZoneId.systemDefault();
            return OptionalDouble.of(
                    name.equals("to")
                            ? day.plusDays(1).atStartOfDay(here).toInstant().toEpochMilli() - 1
                            : day.atStartOfDay(here).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    name + " must be a day as 2026-01-31 or a time as 2026-01-31T12:00:00Z, was " + text);
        }
    }

    private static void counts(ObjectNode into, Map<MapState, Long> states) {
        for (MapState state : MapState.values()) {
            into.put(state.label(), states.getOrDefault(state, 0L));
        }
    }
}
