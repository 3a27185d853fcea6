package io.slidestream.viewer.api;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.http.Access;
import io.slidestream.viewer.http.EventStreams;
import io.slidestream.viewer.http.Handler;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import io.slidestream.viewer.http.Router;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every route there is. docs/openapi.json describes those below /api/v1. */
public final class Api {
    private Api() {}

    /**
     * @param tumorClass name of the class that is the tumour's; null: found by the usual names
     * @param cases finds the case of a slide in its name
     * @param rendering writes finished maps again
     * @param commands null where nothing can be asked for
     */
    public static Router router(
            Catalog catalog,
            DeepZoom slides,
            EventStreams streams,
            Access access,
            CatalogStore store,
            @Nullable String tumorClass,
            CaseNames cases,
            MapResults rendering,
            @Nullable SlideCommands commands) {
        Maps maps = new Maps(catalog);
        SlideJson json = new SlideJson(
                catalog,
                new TumourArea(tumorClass),
                commands == null ? SlideJson.Commands.NOT_TAKEN : SlideJson.Commands.TAKEN,
                cases);
        MapCells cells = new MapCells(catalog);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ListRoutes(catalog, json).routes());
        routes.addAll(new SlideRoutes(maps, json).routes());
        routes.addAll(new CellRoutes(maps, cells).routes());
        routes.addAll(new RegionRoutes(maps, catalog, json.tumour()).routes());
        routes.addAll(new ImageRoutes(maps, slides).routes());
        routes.addAll(new FileRoutes(maps).routes());
        routes.addAll(new EventRoutes(maps, catalog, json, streams).routes());
        routes.addAll(new CommandRoutes(maps, commands, new TileEstimates(catalog, slides)).routes());
        routes.addAll(new RenderRoutes(maps, rendering).routes());
        routes.addAll(
                new CorrectionRoutes(maps, slides, store.corrections(), json.tumour(), Clock.systemUTC()).routes());
        routes.addAll(new ReviewRoutes(maps, catalog, cells, store.corrections()).routes());
        routes.addAll(new MarkRoutes(maps, store.marks(), store.tags(), Clock.systemUTC()).routes());
        routes.addAll(new ForgetRoutes(maps, catalog, commands).routes());
        routes.addAll(new SessionRoutes(access).routes());
        routes.addAll(new PageRoutes().routes());
        routes.replaceAll(
                route -> new Route(route.method(), route.template(), request -> answer(route.handler(), request)));
        return new Router(routes);
    }

    private static Reply answer(Handler handler, Request request) throws IOException, Problem {
        try {
            return handler.handle(request);
        } catch (CatalogException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()));
        }
    }
}
