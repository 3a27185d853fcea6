package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.TileEstimate;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Routes of the commands. Every answer is 202: the tiler carries the command out later, and the slide's events show the
 * result. What would make more tiles than usual must be confirmed.
 */
final class CommandRoutes {
    private final Maps maps;
    private final @Nullable SlideCommands commands;
    private final TileEstimates estimates;

    CommandRoutes(Maps maps, @Nullable SlideCommands commands, TileEstimates estimates) {
        this.maps = maps;
        this.commands = commands;
        this.estimates = estimates;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/slides/{id}/retry", this::retry),
                Route.post("/api/v1/slides/{id}/resubmit", this::resubmit),
                Route.post("/api/v1/slides/{id}/cancel", this::cancel));
    }

    private Reply retry(Request request) throws IOException, Problem {
        SlideMap map = ended(request);
        SlideCommands taking = commands();
        confirmed(map, request.json(), estimates.again(map));
        ask(() -> taking.retry(map));
        return accepted("slide " + map.slide().name() + " will be mapped again");
    }

    private Reply resubmit(Request request) throws IOException, Problem {
        SlideMap map = ended(request);
        JsonNode body = request.json();
        JsonNode mpp = body.path("mpp");
        if (!mpp.isNumber() || !PlausibleMpp.contains(mpp.asDouble())) {
            throw Problem.badRequest("mpp must be a number of microns per pixel in " + PlausibleMpp.RANGE
                    + (mpp.isMissingNode() ? ", was missing" : ", was " + mpp));
        }
        SlideCommands taking = commands();
        confirmed(map, body, estimates.at(map, mpp.asDouble()));
        ask(() -> taking.resubmit(map, mpp.asDouble()));
        return accepted("slide " + map.slide().name() + " will be mapped at " + mpp.asDouble() + " microns per pixel");
    }

    private Reply cancel(Request request) throws Problem {
        SlideMap map = maps.toCommand(request);
        SlideCommands taking = commands();
        if (!map.isOpen()) {
            throw Problem.conflict(
                    "slide " + map.slide().name() + " is " + map.state().label() + " already");
        }
        ask(() -> taking.cancel(map));
        return accepted("the map of slide " + map.slide().name() + " will be called off");
    }

    private static void confirmed(SlideMap map, JsonNode body, Optional<TileEstimate> estimate) throws Problem {
        TileEstimate work = estimate.orElse(null);
        if (work != null && !work.isUsual() && !body.path("confirmed").asBoolean(false)) {
            throw Problem.unconfirmed(
                    "slide " + map.slide().name() + " would make about " + work.number() + ", " + work.time()
                            + "; if that is meant, ask with \"confirmed\": true",
                    work);
        }
    }

    private static void ask(Runnable request) throws Problem {
        try {
            request.run();
        } catch (CompletionException e) {
            throw Problem.unavailable("Kafka did not take the request; try again (" + e.getCause() + ")");
        }
    }

    private SlideMap ended(Request request) throws Problem {
        SlideMap map = maps.toCommand(request);
        commands();
        if (map.isOpen()) {
            throw Problem.conflict(
                    "slide " + map.slide().name() + " is " + map.state().label() + "; cancel it first");
        }
        return map;
    }

    private SlideCommands commands() throws Problem {
        SlideCommands taking = commands;
        if (taking == null) {
            throw Problem.conflict("this viewer only shows a folder: nothing here maps slides. Use 'slidestream run' or"
                    + " 'slidestream watch'");
        }
        return taking;
    }

    private static Reply accepted(String message) {
        ObjectNode json = SlideJson.JSON.createObjectNode();
        json.put("message", message);
        return Reply.json(json).withStatus(202);
    }
}
