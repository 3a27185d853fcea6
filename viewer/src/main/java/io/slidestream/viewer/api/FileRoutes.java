package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.mapfiles.results.EarlierMaps;
import io.slidestream.mapfiles.results.ResultFiles;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The files of a finished map. */
final class FileRoutes {
    private final Maps maps;

    FileRoutes(Maps maps) {
        this.maps = maps;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/slides/{id}/files", this::files),
                Route.get("/api/v1/slides/{id}/files/{name*}", this::file));
    }

    private Reply files(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        return listing(map, Maps.folder(map), "/api/v1/slides/" + map.id().hex() + "/files");
    }

    private Reply file(Request request) throws IOException, Problem {
        SlideMap map = maps.of(request);
        Path folder = Maps.folder(map);
        List<String> names = request.rest("name");
        try {
            Path file = FileTree.find(folder, names)
                    .orElseThrow(() -> Problem.notFound("the map has no file " + String.join("/", names)));
            if (Files.isDirectory(file)) {
                return listing(map, file, href(map, folder.relativize(file)));
            }
            return FileReply.of(request, file, map.slide().name());
        } catch (NoSuchFileException e) {
            throw Problem.notFound("the map has no file " + String.join("/", names));
        }
    }

    private static Reply listing(SlideMap map, Path folder, String at) throws IOException {
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("id", map.id().hex());
        ArrayNode files = answer.putArray("files");
        for (Path file : FileTree.list(folder)) {
            String name = file.getFileName().toString();
            if (folder.equals(map.folder()) && Files.isDirectory(file) && isOfOthers(file)) {
                continue;
            }
            ObjectNode row = files.addObject();
            row.put("name", name);
            if (Files.isDirectory(file)) {
                row.put("folder", true);
            } else {
                row.put("bytes", Files.size(file));
            }
            row.put("href", at + "/" + encoded(name));
        }
        return Reply.json(answer);
    }

    /** Results of another slide whose name begins with this one's, or earlier maps. */
    private static boolean isOfOthers(Path folder) throws IOException {
        return Files.exists(folder.resolve(ResultFiles.SUMMARY))
                || (folder.getFileName().toString().equals(EarlierMaps.FOLDER)
                        && !EarlierMaps.below(folder.resolveSibling("")).isEmpty());
    }

    private static String href(SlideMap map, Path relative) {
        StringBuilder href = new StringBuilder("/api/v1/slides/" + map.id().hex() + "/files");
        relative.forEach(part -> href.append('/').append(encoded(part.toString())));
        return href.toString();
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
