package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.results.ForeignSummaryException;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.mapfiles.results.StoredMap;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the files of a finished map again with other settings, while the request waits: it takes seconds. */
final class RenderRoutes {
    private static final Logger log = LoggerFactory.getLogger(RenderRoutes.class);
    private static final Set<String> KEYS =
            Set.of("formats", "smoothingCells", "tumorThreshold", "tumorClass", "unsureBelow");

    private final Maps maps;
    private final MapResults results;
    /** One map at a time: each takes memory for all of its scores. */
    private final Lock turn = new ReentrantLock(true);

    RenderRoutes(Maps maps, MapResults results) {
        this.maps = maps;
        this.results = results;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v1/slides/{id}/render", this::render));
    }

    private Reply render(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        if (map.isOpen()) {
            throw Problem.conflict("slide " + map.slide().name() + " is "
                    + map.state().label() + "; it can be rendered again when it is mapped");
        }
        Path folder = Maps.folder(map);
        RenderingChange change = change(request.json());
        turn.lock();
        try {
            StoredMap stored = StoredMap.in(folder);
            change.check(stored.manifest().model().classNames());
            List<String> differences = change.differences(stored);
            results.render(stored, change);
            ObjectNode answer = SlideJson.JSON.createObjectNode();
            answer.put("message", "slide " + map.slide().name() + " was rendered again");
            differences.forEach(answer.putArray("differences")::add);
            return Reply.json(answer);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("tumorClass: " + e.getMessage());
        } catch (ForeignSummaryException e) {
            throw Problem.conflict(
                    "slide " + map.slide().name() + " cannot be rendered again: its summary " + e.getMessage());
        } catch (IOException e) {
            log.warn("map {} could not be rendered again", map.id(), e);
            throw Problem.conflict("slide " + map.slide().name() + " stays as it is: it could not be rendered again ("
                    + FileFault.words(e) + ")");
        } finally {
            turn.unlock();
        }
    }

    private static RenderingChange change(JsonNode body) throws Problem {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw Problem.badRequest("there is no setting " + name + "; there are formats, smoothingCells,"
                        + " tumorThreshold, tumorClass, unsureBelow");
            }
        }
        Double smoothing = number(body, "smoothingCells");
        if (smoothing != null && smoothing != Math.rint(smoothing)) {
            throw Problem.badRequest("smoothingCells must be a whole number, was " + smoothing);
        }
        JsonNode tumor = body.path("tumorClass");
        if (!tumor.isMissingNode() && !tumor.isTextual()) {
            throw Problem.badRequest("tumorClass must be a text, was " + tumor);
        }
        try {
            return new RenderingChange(
                    formats(body.path("formats")),
                    smoothing == null ? null : smoothing.intValue(),
                    number(body, "tumorThreshold"),
                    tumor.isTextual() ? tumor.asText() : null,
                    number(body, "unsureBelow"),
                    null);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Set<MapFormat> formats(JsonNode labels) throws Problem {
        if (labels.isMissingNode()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode label : labels) {
            texts.add(label.asText());
        }
        if (!labels.isArray()) {
            throw Problem.badRequest("formats must be a list of names, was " + labels);
        }
        return MapFormats.of(texts);
    }

    private static @Nullable Double number(JsonNode body, String name) throws Problem {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw Problem.badRequest(name + " must be a number, was " + value);
        }
        return value.asDouble();
    }
}
