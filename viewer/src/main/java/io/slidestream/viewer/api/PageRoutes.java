package io.slidestream.viewer.api;

import io.slidestream.contracts.Sha256;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pages and what they are made of, from the class path: the same for everyone, whatever slides there are. */
final class PageRoutes {
    private static final String FOLDER = "/io/slidestream/viewer/web/";
    private static final String OPENSEADRAGON = "openseadragon.min.js";
    private static final String OPENSEADRAGON_AT =
            "/META-INF/resources/webjars/openseadragon/2.4.2/build/openseadragon/" + OPENSEADRAGON;

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    private record Asset(String type, byte[] bytes, String etag) {}

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    List<Route> routes() {
        return List.of(
                Route.get("/", request -> asset(request, "list.html")),
                Route.get("/slides/{id}", request -> asset(request, "slide.html")),
                Route.get("/compare/{one}/{other}", request -> asset(request, "compare.html")),
                Route.get("/review", request -> asset(request, "review.html")),
                Route.get("/sign-in", request -> asset(request, "sign-in.html")),
                Route.get("/favicon.ico", request -> asset(request, "icon.svg")),
                Route.get("/static/{file*}", request -> asset(request, String.join("/", request.rest("file")))),
                Route.get("/api/v1/openapi.json", request -> asset(request, "openapi.json")));
    }

    private Reply asset(Request request, String name) throws IOException, Problem {
        Asset asset = assets.get(name);
        if (asset == null) {
            asset = load(name);
            assets.put(name, asset);
        }
        if (request.has(asset.etag())) {
            return Reply.notModified().with("ETag", asset.etag());
        }
        return Reply.bytes(asset.type(), asset.bytes())
                .with("ETag", asset.etag())
                .with("Cache-Control", "no-cache")
                .zippedFor(request);
    }

    private static Asset load(String name) throws IOException, Problem {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        String at = name.equals(OPENSEADRAGON) ? OPENSEADRAGON_AT : FOLDER + name;
        try (@Nullable InputStream in = type == null ? null : PageRoutes.class.getResourceAsStream(at)) {
            if (in == null || type == null) {
                throw Problem.notFound("there is no /static/" + name);
            }
            byte[] bytes = in.readAllBytes();
            return new Asset(type, bytes, "\"" + Sha256.hex(bytes, 8) + "\"");
        }
    }
}
