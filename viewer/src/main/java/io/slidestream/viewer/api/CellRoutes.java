package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.viewer.cells.PackedCells;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The cells of a map: packed for the viewer, as JSON for others. Of a live map, those that have come so far. */
@SuppressWarnings("EnumOrdinal") // the numbers are among the packed bytes that pages keep
final class CellRoutes {
    private static final int PAGE_SIZE = 1000;
    private static final int MAX_PAGE_SIZE = 20_000;
    private static final double ONE = 65_535;

    private final Maps maps;
    private final MapCells cells;

    CellRoutes(Maps maps, MapCells cells) {
        this.maps = maps;
        this.cells = cells;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/slides/{id}/cells", this::cells),
                Route.get("/api/v1/slides/{id}/cells.bin", this::packed));
    }

    private Reply packed(Request request) throws Problem {
        SlideMap map = maps.of(request);
        return Reply.bytes("application/octet-stream", cells.of(map, Maps.shape(map)))
                .with("Cache-Control", "no-store")
                .zippedFor(request);
    }

    private Reply cells(Request request) throws Problem {
        SlideMap map = maps.of(request);
        SlideMap.Shape shape = Maps.shape(map);
        List<String> classes = shape.model().classNames();
        int page = request.query().number("page", 1, 1, Integer.MAX_VALUE);
        int size = request.query().number("size", PAGE_SIZE, 1, MAX_PAGE_SIZE);
        int each = PackedCells.bytesPerCell(shape.model());
        byte[] all = cells.of(map, shape);
        int total = all.length / each;
        long from = Math.min(total, (page - 1L) * size);
        long to = Math.min(total, from + size);

        ObjectNode answer = SlideJson.JSON.createObjectNode();
        answer.put("page", page);
        answer.put("size", size);
        answer.put("total", total);
        classes.forEach(answer.putArray("classNames")::add);
        ArrayNode rows = answer.putArray("cells");
        ByteBuffer packed = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = from; i < to; i++) {
            packed.position((int) (i * each));
            add(rows.addObject(), packed, shape);
        }
        return Reply.json(answer).zippedFor(request);
    }

    private static void add(ObjectNode cell, ByteBuffer packed, SlideMap.Shape shape) {
        int columns = shape.grid().columns();
        int classes = shape.model().classNames().size();
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
        float distance = shape.model().tellsFamiliar() ? PackedCells.distance(packed.getShort()) : Float.NaN;
        if (!Float.isNaN(distance)) {
            cell.put("distance", Math.round(distance * 1e3) / 1e3);
        }
    }
}
