package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.catalog.people.Mark;
import io.slidestream.catalog.people.Marks;
import io.slidestream.catalog.people.Tags;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Routes of people's marks on maps, and of the tags on slides. */
final class MarkRoutes {
    private final Maps maps;
    private final Marks marks;
    private final Tags tags;
    private final Clock clock;

    MarkRoutes(Maps maps, Marks marks, Tags tags, Clock clock) {
        this.maps = maps;
        this.marks = marks;
        this.tags = tags;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/marks", this::ofPerson),
                Route.get("/api/v1/slides/{id}/marks", this::ofMap),
                Route.post("/api/v1/slides/{id}/marks", this::set),
                Route.delete("/api/v1/slides/{id}/marks/{kind}", this::clear),
                Route.get("/api/v1/tags", this::allTags),
                Route.get("/api/v1/slides/{id}/tags", this::tags),
                Route.post("/api/v1/slides/{id}/tags", this::setTag),
                Route.delete("/api/v1/slides/{id}/tags/{tag}", this::clearTag));
    }

    private Reply ofPerson(Request request) throws Problem {
        String who = who(request);
        return JsonArrayReply.of("marks", rows -> marks.forEachOf(who, mark -> rows.accept(PeopleJson.of(mark))));
    }

    private Reply ofMap(Request request) throws Problem {
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        ArrayNode rows = answer.putArray("marks");
        marks.of(maps.of(request).id()).stream().map(PeopleJson::of).forEach(rows::add);
        return Reply.json(answer);
    }

    private Reply set(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        JsonNode body = request.json();
        try {
            Mark mark = new Mark(
                    map.id(),
                    map.slide().location(),
                    map.slide().name(),
                    Mark.Kind.of(body.path("kind").asText("")),
                    body.path("who").asText(""),
                    now());
            marks.set(mark);
            return Reply.json(PeopleJson.of(mark)).withStatus(201);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Reply clear(Request request) throws Problem {
        SlideMap map = maps.of(request);
        String who = who(request);
        String kind = request.path("kind");
        if (!Mark.Kind.labels().contains(kind) || !marks.clear(map.id(), Mark.Kind.of(kind), who)) {
            throw Problem.notFound("slide " + map.slide().name() + " has no mark '" + kind + "' of " + who);
        }
        return Reply.noContent();
    }

    private Reply allTags(Request request) {
        return tags(tags.all());
    }

    private Reply tags(Request request) throws Problem {
        return tags(tags.of(maps.of(request).slide().location()));
    }

    private Reply setTag(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        JsonNode body = request.json();
        try {
            String tag = tags.set(
                    map.slide().location(),
                    map.slide().name(),
                    body.path("tag").asText(""),
                    body.path("who").asText(""),
                    now());
            ObjectNode answer = SlideJson.JSON.createObjectNode();
            answer.put("tag", tag);
            return Reply.json(answer).withStatus(201);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Reply clearTag(Request request) throws Problem {
        SlideMap map = maps.of(request);
        String tag = request.path("tag");
        if (!tags.clear(map.slide().location(), tag)) {
            throw Problem.notFound("slide " + map.slide().name() + " has no tag '" + tag + "'");
        }
        return Reply.noContent();
    }

    private static Reply tags(List<String> all) {
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        all.forEach(answer.putArray("tags")::add);
        return Reply.json(answer);
    }

    private static String who(Request request) throws Problem {
        String who = request.query().text("who", "");
        if (who.isEmpty()) {
            throw Problem.badRequest("who must be the name of the person, as ?who=NAME");
        }
        return who;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
