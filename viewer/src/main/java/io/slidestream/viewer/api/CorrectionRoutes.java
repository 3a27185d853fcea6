package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.catalog.people.Correction;
import io.slidestream.catalog.people.Corrections;
import io.slidestream.catalog.people.Region;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.SlideException;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.deepzoom.SlideBusyException;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Routes of what people say of regions. Those of a slide are shown with each of its maps. */
final class CorrectionRoutes {
    private static final String DICOM = "dicom";

    /** A drawn line has thousands of points. */
    private static final int MAX_BODY_BYTES = 4 << 20;

    private final Maps maps;
    private final Corrections corrections;
    private final CorrectionsDicom dicom;
    private final DeepZoom slides;
    private final Clock clock;

    CorrectionRoutes(Maps maps, DeepZoom slides, Corrections corrections, TumourArea tumour, Clock clock) {
        this.maps = maps;
        this.slides = slides;
        this.corrections = corrections;
        dicom = new CorrectionsDicom(tumour);
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/corrections", request -> all()),
                Route.get("/api/v1/slides/{id}/corrections", this::ofSlide),
                Route.get("/api/v1/slides/{id}/corrections.dcm", this::annotations),
                Route.post("/api/v1/slides/{id}/corrections", this::add),
                Route.delete("/api/v1/slides/{id}/corrections/{correction}", this::delete));
    }

    private Reply all() {
        return JsonArrayReply.of(
                "corrections", rows -> corrections.forEach(correction -> rows.accept(PeopleJson.of(correction))));
    }

    private Reply ofSlide(Request request) throws Problem {
        SlideMap map = maps.of(request);
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        ArrayNode rows = answer.putArray("corrections");
        corrections.ofSlide(map.slide().location()).stream().map(PeopleJson::of).forEach(rows::add);
        return Reply.json(answer).zippedFor(request);
    }

    private Reply annotations(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        List<Correction> all = corrections.ofSlide(map.slide().location());
        if (all.isEmpty()) {
            throw Problem.notFound("nobody has corrected anything of slide "
                    + map.slide().name() + ", and DICOM has no object without annotations");
        }
        byte[] file = dicom.of(map.slide(), uids(map), Maps.shape(map).model().classNames(), all);
        return FileReply.of(file, map.slide().name(), "corrections.dcm");
    }

    /** Null where the slide is no DICOM, or its map's files do not name it. */
    private @Nullable DicomUids uids(SlideMap map) throws IOException, Problem {
        Path folder = map.folder();
        if (!Maps.shape(map).vendor().equals(DICOM)
                || (folder != null && MapSummary.in(folder).isRedacted())) {
            return null;
        }
        try {
            return slides.properties(map.slide()).dicomUids().orElse(null);
        } catch (SlideBusyException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()));
        } catch (SlideException e) {
            throw Problem.conflict("the annotations refer to the slide's own study and images, and slide "
                    + map.slide().name() + " cannot be read: " + e.getMessage());
        }
    }

    private Reply add(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        JsonNode body = request.json(MAX_BODY_BYTES);
        Correction correction;
        try {
            correction = new Correction(
                    UUID.randomUUID(),
                    map.id(),
                    map.slide().location(),
                    map.slide().name(),
                    Region.of(body.path("geometry")),
                    body.path("label").asText(""),
                    body.path("comment").asText(""),
                    body.path("who").asText(""),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
        List<String> classes = Maps.shape(map).model().classNames();
        if (correction.namesClass() && !classes.contains(correction.label())) {
            throw Problem.badRequest("the label must be one of " + String.join(", ", classes) + ", "
                    + Correction.ARTEFACT + ", " + Correction.NOT_SURE + ", was " + correction.label());
        }
        corrections.put(correction);
        return Reply.json(PeopleJson.of(correction)).withStatus(201);
    }

    private Reply delete(Request request) throws Problem {
        SlideMap map = maps.of(request);
        String id = request.path("correction");
        boolean there;
        try {
            there = corrections
                    .find(UUID.fromString(id))
                    .filter(one -> one.slideLocation().equals(map.slide().location()))
                    .map(one -> corrections.delete(one.id()))
                    .orElse(false);
        } catch (IllegalArgumentException e) {
            there = false;
        }
        if (!there) {
            throw Problem.notFound("slide " + map.slide().name() + " has no correction " + id);
        }
        return Reply.noContent();
    }
}
