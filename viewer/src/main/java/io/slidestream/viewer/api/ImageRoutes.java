package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.slides.SlideException;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.deepzoom.SlideBusyException;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The slide itself, as a DeepZoom pyramid. A map's id names one version of the slide, so its pixels never change. */
final class ImageRoutes {
    private static final Pattern TILE = Pattern.compile("(\\d{1,7})_(\\d{1,7})\\.jpeg");
    private static final Pattern LEVEL = Pattern.compile("\\d{1,2}");
    /** Level of thumbnails: at most 128 px a side, one tile of the pyramid. */
    private static final int THUMBNAIL_LEVEL = 7;

    private final Maps maps;
    private final DeepZoom slides;

    ImageRoutes(Maps maps, DeepZoom slides) {
        this.maps = maps;
        this.slides = slides;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/slides/{id}/image.dzi", this::descriptor),
                Route.get("/api/v1/slides/{id}/image_files/{level}/{tile}", this::tile),
                Route.get("/api/v1/slides/{id}/thumbnail.jpeg", request -> tile(request, THUMBNAIL_LEVEL, 0, 0)));
    }

    private Reply descriptor(Request request) throws Problem {
        SlideMap map = maps.of(request);
        try {
            return Reply.text("application/xml", slides.descriptor(map.slide())).with("Cache-Control", "no-cache");
        } catch (SlideException e) {
            throw problem(e);
        } catch (SlideBusyException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private Reply tile(Request request) throws Problem {
        Matcher place = TILE.matcher(request.path("tile"));
        String level = request.path("level");
        if (!place.matches() || !LEVEL.matcher(level).matches()) {
            throw Problem.notFound("a tile's path is image_files/LEVEL/COLUMN_ROW.jpeg");
        }
        return tile(
                request, Integer.parseInt(level), Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    }

    private Reply tile(Request request, int level, int column, int row) throws Problem {
        SlideMap map = maps.of(request);
        String etag = "\"" + map.id().hex() + "-" + level + "-" + column + "-" + row + "\"";
        if (request.has(etag)) {
            return cached(Reply.notModified(), etag);
        }
        try {
            byte[] jpeg = slides.tile(map.slide(), level, column, row)
                    .orElseThrow(() ->
                            Problem.notFound("the pyramid has no tile " + column + "_" + row + " at level " + level));
            return cached(Reply.bytes("image/jpeg", jpeg), etag);
        } catch (SlideException e) {
            throw problem(e);
        } catch (SlideBusyException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static Reply cached(Reply reply, String etag) {
        return reply.with("ETag", etag).with("Cache-Control", "private, max-age=3600");
    }

    private static Problem problem(SlideException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case VANISHED, CHANGED -> Problem.gone(message);
            case NOT_A_SLIDE,
                    INCOMPLETE,
                    UNREADABLE,
                    NO_MPP,
                    NO_TISSUE,
                    TOO_SMALL,
                    TOO_COARSE,
                    TOO_MANY_TILES,
                    NOT_ALLOWED,
                    CRASHES_READER,
                    FAILED,
                    CANCELLED -> Problem.conflict(message);
        };
    }
}
