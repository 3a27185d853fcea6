package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Request;

/** Finds what a URL names, or says why not. */
final class Maps {
    private final Catalog catalog;

    Maps(Catalog catalog) {
        this.catalog = catalog;
    }

    SlideMap of(Request request) throws Problem {
        String id = request.path("id");
        try {
            return catalog.find(new MapId(id)).orElseThrow(() -> missing(id));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("a map's id has 32 hex digits, unlike " + id);
        }
    }

    /** The map that a command is for. */
    SlideMap toCommand(Request request) throws Problem {
        return catalog.ofLatestAttempt(of(request));
    }

    private Problem missing(String id) {
        return catalog.isComplete()
                ? Problem.notFound("there is no map " + id)
                : Problem.unavailable("map " + id
                        + " is not known yet: the viewer was just started and looks through its results"
                        + " folder; try again");
    }

    static SlideMap.Shape shape(SlideMap map) throws Problem {
        SlideMap.Shape shape = map.shape();
        if (shape == null) {
            throw Problem.notFound(
                    "slide " + map.slide().name() + " is " + map.state().label() + ": it has no map");
        }
        return shape;
    }

    static java.nio.file.Path folder(SlideMap map) throws Problem {
        java.nio.file.Path folder = map.folder();
        if (folder == null) {
            throw Problem.notFound(
                    "slide " + map.slide().name() + " is " + map.state().label() + ": it has no results");
        }
        return folder;
    }
}
