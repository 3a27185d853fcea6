package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.forgetting.Forgetting;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Forgets a slide with all of its maps, or one of them. */
final class ForgetRoutes {
    private final Maps maps;
    private final Catalog catalog;
    private final @Nullable SlideCommands commands;

    /** @param commands null where nothing can be asked for, and so nothing be forgotten */
    ForgetRoutes(Maps maps, Catalog catalog, @Nullable SlideCommands commands) {
        this.maps = maps;
        this.catalog = catalog;
        this.commands = commands;
    }

    List<Route> routes() {
        return List.of(Route.delete("/api/v1/slides/{id}", this::forget));
    }

    private Reply forget(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        SlideCommands taking = commands;
        if (taking == null) {
            throw Problem.conflict("this viewer only shows a folder: use 'slidestream forget'");
        }
        boolean one =
                request.query().choice("maps", List.of("all", "this"), "all").equals("this");
        List<SlideMap> all = one ? List.of(map) : catalog.ofSlide(map.slide().location());
        try {
            boolean underWay = false;
            for (SlideMap each : all) {
                if (each.isOpen()) {
                    taking.cancel(each);
                    underWay = true;
                }
            }
            if (underWay) {
                throw Problem.conflict("a map of slide " + map.slide().name()
                        + " is under way and is being called off; ask again in a few seconds");
            }
            if (catalog.isToBeWritten(map.slide().location())) {
                throw Problem.conflict("the aggregator has yet to write how the last map of slide "
                        + map.slide().name() + " ended; ask again in a few seconds");
            }
            List<MapId> ids = all.stream().map(SlideMap::id).toList();
            Forgetting.Done done = one ? taking.forget(map) : taking.forget(map.slide(), ids);
            ObjectNode answer = SlideJson.JSON.createObjectNode();
            answer.put("id", done.id());
            done.removed().forEach(answer.putArray("removed")::add);
            return Reply.json(answer);
        } catch (CompletionException e) {
            throw Problem.unavailable(
                    "Kafka did not take it, so nothing was removed; try again (" + e.getCause() + ")");
        }
    }
}
