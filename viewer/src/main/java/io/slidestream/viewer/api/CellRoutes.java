package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.cells.CellLog;
import io.slidestream.viewer.cells.FinishedCells;
import io.slidestream.viewer.cells.LiveMap;
import io.slidestream.viewer.cells.PackedCells;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The cells of a map: packed for the viewer, as JSON for others. Of a live map, those that have come so far. */
@SuppressWarnings("EnumOrdinal") // the numbers are among the packed bytes that pages keep
final class CellRoutes {
    private static final int PAGE_SIZE = 1000;
    private static final int MAX_PAGE_SIZE = 20_000;
    private static final double ONE = 65_535;

    private final Maps maps;
    private final Catalog catalog;
    private final FinishedCells finished = new FinishedCells();

    CellRoutes(Maps maps, Catalog catalog) {
        this.maps = maps;
        this.catalog = catalog;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/slides/{id}/cells", this::cells),
                Route.get("/api/v1/slides/{id}/cells.bin", this::packed));
    }

    private Reply packed(Request request) throws Problem {
        SlideMap map = maps.of(request);
        return Reply.bytes("application/octet-stream", bytes(map, Maps.shape(map)))
                .with("Cache-Control", "no-store")
                .zippedFor(request);
    }

    private Reply cells(Request request) throws Problem {
        SlideMap map = maps.of(request);
        SlideMap.Shape shape = Maps.shape(map);
        List<String> classes = shape.model().classNames();
        int page = request.query().number("page", 1, 1, Integer.MAX_VALUE);
        int size = request.query().number("size", PAGE_SIZE, 1, MAX_PAGE_SIZE);
        int each = PackedCells.bytesPerCell(classes.size());
        byte[] all = bytes(map, shape);
        int total = all.length / each;
        long from = Math.min(total, (page - 1L) * size);
        long to = Math.min(total, from + size);

        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("page", page);
        answer.put("size", size);
        answer.put("total", total);
        classes.forEach(answer.putArray("classNames")::add);
        ArrayNode cells = answer.putArray("cells");
        ByteBuffer packed = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = from; i < to; i++) {
            packed.position((int) (i * each));
            add(cells.addObject(), packed, classes.size(), shape.grid().columns());
        }
        return Reply.json(answer).zippedFor(request);
    }

    private static void add(ObjectNode cell, ByteBuffer packed, int classes, int columns) {
        int index = packed.getInt();
        int status = packed.getShort();
        cell.put("column", index % columns);
        cell.put("row", index / columns);
        if (status > 0) {
            cell.put("status", RejectionReason.numbered(status).orElseThrow().label());
            return;
        }
        cell.put("status", "scored");
        ArrayNode probabilities = cell.putArray("probabilities");
        for (int i = 0; i < classes; i++) {
            probabilities.add(Math.round(Short.toUnsignedInt(packed.getShort()) / ONE * 1e5) / 1e5);
        }
    }

    private byte[] bytes(SlideMap map, SlideMap.Shape shape) throws Problem {
        Path folder = map.folder();
        if (folder == null) {
            CellLog log = catalog.live(map.id()).map(LiveMap::cells).orElseGet(CellLog::new);
            return log.read(0, log.size());
        }
        try {
            return finished.of(folder, shape.grid(), shape.model().classNames().size());
        } catch (NoSuchFileException e) {
            throw Problem.gone(
                    "the table of tiles from which the map is drawn (tiles.csv or tiles.csv.gz) is not among the"
                            + " results; map the slide again");
        } catch (IOException e) {
            throw Problem.conflict("the map's table of tiles cannot be used: " + e.getMessage());
        }
    }
}
