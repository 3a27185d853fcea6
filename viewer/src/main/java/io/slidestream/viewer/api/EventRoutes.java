package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.http.EventSink;
import io.slidestream.viewer.http.EventStreams;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.util.List;

/** Routes of event streams. */
final class EventRoutes {
    private final Maps maps;
    private final Catalog catalog;
    private final SlideJson json;
    private final EventStreams streams;

    EventRoutes(Maps maps, Catalog catalog, SlideJson json, EventStreams streams) {
        this.maps = maps;
        this.catalog = catalog;
        this.json = json;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/events", request -> streams.stream(new Changes())),
                Route.get("/api/v1/slides/{id}/events", this::slide));
    }

    private Reply slide(Request request) throws Problem {
        SlideMap map = maps.of(request);
        String from = request.header("Last-Event-ID").orElse(request.query().text("from", ""));
        return streams.stream(new SlideEvents(map.id(), CellPosition.parse(from), catalog, json));
    }

    /** Says that the list is another than before, not what of it: who looks at one page asks for that page again. */
    private final class Changes implements EventStreams.Source {
        private long told = Long.MIN_VALUE;

        @Override
        public boolean tell(EventSink sink) throws IOException {
            long version = catalog.version();
            if (version != told) {
                told = version;
                sink.send("changed", "{\"version\":" + version + "}");
            }
            return true;
        }
    }
}
