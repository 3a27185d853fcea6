package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.map.Corners;
import io.slidestream.mapfiles.map.Decimals;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.ScoreGrid;
import io.slidestream.mapfiles.map.TumorRegion;
import io.slidestream.mapfiles.map.TumorRegions;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.cells.CellLog;
import io.slidestream.viewer.cells.FinishedCells;
import io.slidestream.viewer.cells.LiveMap;
import io.slidestream.viewer.cells.PackedCells;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The regions of a class at any threshold, measured as the report measures those of the tumour. Regions beyond a number that
 * nobody looks through are counted and not listed.
 */
final class RegionRoutes {
    private static final int LISTED = 5_000;

    private final Maps maps;
    private final Catalog catalog;
    private final TumourArea tumour;
    private SoftReference<Scored> latest = new SoftReference<>(null);

    /** The scores of the map last asked for, since a threshold is moved step by step. */
    private record Scored(Path folder, FileTime written, ScoreGrid scores) {}

    RegionRoutes(Maps maps, Catalog catalog, TumourArea tumour) {
        this.maps = maps;
        this.catalog = catalog;
        this.tumour = tumour;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/slides/{id}/regions", this::regions));
    }

    private Reply regions(Request request) throws Problem {
        SlideMap map = maps.of(request);
        SlideMap.Shape shape = Maps.shape(map);
        List<String> classes = shape.model().classNames();
        String name = request.query()
                .choice("class", classes, tumour.className(classes).orElse(classes.get(0)));
        double threshold = request.query().share("threshold", MapSettings.DEFAULT_THRESHOLD);
        if (threshold == 0) {
            throw Problem.badRequest("threshold must be above 0: all tissue would be one region");
        }
        ScoreGrid scores = scores(map, shape);
        TumorRegions found = TumorRegions.in(scores, shape.grid(), classes.indexOf(name), name, threshold);
        return Reply.json(json(found, shape.grid())).zippedFor(request);
    }

    private ScoreGrid scores(SlideMap map, SlideMap.Shape shape) throws Problem {
        TileGrid grid = shape.grid();
        Path folder = map.folder();
        if (folder == null) {
            CellLog log = catalog.live(map.id()).map(LiveMap::cells).orElseGet(CellLog::new);
            return PackedCells.scores(log.read(0, log.size()), grid, shape.model());
        }
        try {
            FileTime written = FinishedCells.written(folder);
            @Nullable Scored known = latest.get();
            if (known == null
                    || !known.folder().equals(folder)
                    || !known.written().equals(written)) {
                known = new Scored(
                        folder,
                        written,
                        FinishedCells.scores(
                                folder, grid, shape.model().classNames().size()));
                latest = new SoftReference<>(known);
            }
            return known.scores();
        } catch (NoSuchFileException e) {
            throw Problem.gone(
                    "the table of tiles in which regions are found (tiles.csv or tiles.csv.gz) is not among the"
                            + " results; map the slide again");
        } catch (IOException e) {
            throw Problem.conflict("the map's table of tiles cannot be used: " + FileFault.words(e));
        }
    }

    private static ObjectNode json(TumorRegions found, TileGrid grid) {
        ObjectNode json = SlideJson.JSON.createObjectNode();
        json.put("widthPx", grid.slideWidthPx());
        json.put("heightPx", grid.slideHeightPx());
        json.put("className", found.className());
        json.put("threshold", found.threshold());
        json.put("count", found.regions().size());
        json.put("areaMm2", Decimals.rounded(found.areaMm2(), 6));
        json.put("largestDiameterUm", Decimals.rounded(found.largestDiameterUm(), 2));
        ArrayNode rows = json.putArray("regions");
        Corners corners = new Corners(grid);
        found.regions().stream().limit(LISTED).forEach(region -> region(rows.addObject(), region, corners));
        return json;
    }

    private static void region(ObjectNode row, TumorRegion region, Corners corners) {
        row.put("number", region.number());
        row.put("cells", region.cells());
        row.put("areaMm2", Decimals.rounded(region.areaMm2(), 6));
        row.put("largestDiameterUm", Decimals.rounded(region.largestDiameterUm(), 2));
        row.put("meanProbability", Decimals.rounded(region.meanProbability(), 6));
        ArrayNode rings = row.putArray("rings");
        for (int[] ring : region.rings()) {
            ArrayNode xy = rings.addArray();
            for (int i = 0; i < ring.length; i += 2) {
                xy.add(corners.x(ring[i])).add(corners.y(ring[i + 1]));
            }
        }
    }
}
