package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.MapQuery;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.catalog.people.Corrections;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.map.Decimals;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.cells.DoubtfulTiles;
import io.slidestream.viewer.cells.DoubtfulTiles.DoubtfulTile;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tiles that people are asked about: of one slide, or spread over all that a search finds. */
final class ReviewRoutes {
    private static final int OF_ONE_SLIDE = 50;
    private static final int MAX_TILES = 500;
    private static final int MAX_SLIDES = 100;
    /** Slides among which those are chosen that are asked about. */
    private static final int CANDIDATES = 500;

    private static final Logger log = LoggerFactory.getLogger(ReviewRoutes.class);

    private final Maps maps;
    private final Catalog catalog;
    private final MapCells cells;
    private final Corrections corrections;

    private record Asked(SlideMap map, SlideMap.Shape shape, List<DoubtfulTile> tiles) {}

    ReviewRoutes(Maps maps, Catalog catalog, MapCells cells, Corrections corrections) {
        this.maps = maps;
        this.catalog = catalog;
        this.cells = cells;
        this.corrections = corrections;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/review", this::ofAll), Route.get("/api/v1/slides/{id}/review", this::ofSlide));
    }

    private Reply ofSlide(Request request) throws Problem {
        Asked asked = asked(maps.of(request), request.query().number("most", OF_ONE_SLIDE, 1, MAX_TILES));
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        ArrayNode rows = answer.putArray("tiles");
        asked.tiles().forEach(tile -> tile(rows.addObject(), asked, tile));
        return Reply.json(answer).zippedFor(request);
    }

    /** The first tile of each slide, then the second of each: whoever stops early has seen many slides. */
    private Reply ofAll(Request request) throws Problem {
        int most = request.query().number("slides", 20, 1, MAX_SLIDES);
        int each = request.query().number("each", 5, 1, OF_ONE_SLIDE);
        List<Asked> slides = new ArrayList<>();
        for (SlideMap map : leastAnswered(ListRoutes.words(request.query()))) {
            if (slides.size() == most) {
                break;
            }
            try {
                Asked asked = asked(map, each);
                if (!asked.tiles().isEmpty()) {
                    slides.add(asked);
                }
            } catch (Problem e) { // one slide's lost table stops no other's review
                log.debug("slide {} is not reviewed: {}", map.slide().name(), e.detail());
            }
        }
        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("slides", slides.size());
        ArrayNode rows = answer.putArray("tiles");
        for (int turn = 0; turn < each; turn++) {
            for (Asked asked : slides) {
                if (turn < asked.tiles().size()) {
                    ObjectNode row = rows.addObject();
                    row.put("id", asked.map().id().hex());
                    row.put("name", asked.map().slide().name());
                    tile(row, asked, asked.tiles().get(turn));
                }
            }
        }
        return Reply.json(answer).zippedFor(request);
    }

    /** Those of which least was said come first, and of them the least sure. */
    private List<SlideMap> leastAnswered(List<String> words) {
        MapQuery.Filter filter = new MapQuery.Filter(words, MapState.MAPPED, null, null, List.of());
        Map<String, Integer> said = new HashMap<>();
        corrections.forEach(one -> said.merge(one.slideLocation(), 1, Integer::sum));
        return catalog
                .page(new MapQuery(filter, MapQuery.Key.UNSURE, MapQuery.Direction.DESCENDING, 1, CANDIDATES))
                .maps()
                .stream()
                .sorted(Comparator.comparingInt(
                        map -> said.getOrDefault(map.slide().location(), 0)))
                .toList();
    }

    private Asked asked(SlideMap map, int most) throws Problem {
        SlideMap.Shape shape = Maps.shape(map);
        return new Asked(
                map,
                shape,
                DoubtfulTiles.in(cells.of(map, shape), shape.grid(), shape.model(), answered(map, shape.grid()), most));
    }

    /** A tile is answered where the middle of its cell lies in a correction. */
    private Predicate<Cell> answered(SlideMap map, TileGrid grid) {
        List<Path2D> outlines = corrections.ofSlide(map.slide().location()).stream()
                .map(one -> one.region().outline())
                .toList();
        double stride = grid.stridePx();
        return cell -> outlines.stream()
                .anyMatch(outline -> outline.contains((cell.column() + 0.5) * stride, (cell.row() + 0.5) * stride));
    }

    private static void tile(ObjectNode row, Asked asked, DoubtfulTile tile) {
        TileGrid grid = asked.shape().grid();
        Level0Region region = grid.region(tile.cell());
        row.put("cell", tile.cell().row() * grid.columns() + tile.cell().column());
        row.put("x", region.x());
        row.put("y", region.y());
        row.put("width", region.width());
        row.put("height", region.height());
        row.put("why", tile.doubt().label());
        row.put("className", asked.shape().model().classNames().get(tile.winner()));
        row.put("probability", Decimals.rounded(tile.confidence(), 4));
        row.put("entropy", Decimals.rounded(tile.entropy(), 4));
        if (!Float.isNaN(tile.distance())) {
            row.put("distance", Decimals.rounded(tile.distance(), 3));
        }
    }
}
