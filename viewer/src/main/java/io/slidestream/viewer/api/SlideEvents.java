package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.cells.LiveMap;
import io.slidestream.viewer.cells.PackedCells;
import io.slidestream.viewer.http.EventSink;
import io.slidestream.viewer.http.EventStreams;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * One slide's progress: {@code slide} whenever it has moved, {@code cells} with the cells behind the browser's position,
 * {@code end} when there will be no more. Of one thread.
 */
final class SlideEvents implements EventStreams.Source {
    private static final int MAX_BYTES = 1 << 18;

    private final MapId id;
    private final Catalog catalog;
    private final SlideJson json;
    private CellPosition position;
    private String told = "";

    SlideEvents(MapId id, CellPosition position, Catalog catalog, SlideJson json) {
        this.id = id;
        this.position = position;
        this.catalog = catalog;
        this.json = json;
    }

    @Override
    public boolean tell(EventSink sink) throws IOException {
        Optional<SlideMap> found = catalog.find(id);
        if (found.isEmpty()) {
            sink.send("end", "{}");
            return false;
        }
        SlideMap map = found.get();
        if (map.isOpen()) {
            tellCells(map, sink);
        }
        String now = json.detail(map).toString();
        if (!now.equals(told)) {
            told = now;
            sink.send("slide", now);
        }
        if (!map.isOpen()) {
            sink.send("end", "{}");
        }
        return map.isOpen();
    }

    private void tellCells(SlideMap map, EventSink sink) throws IOException {
        SlideMap.Shape shape = map.shape();
        Optional<LiveMap> live = catalog.live(id).filter(one -> one.attempt() == map.attempt());
        if (shape == null || live.isEmpty()) {
            return;
        }
        int each = PackedCells.bytesPerCell(shape.model());
        if (position.attempt() != map.attempt() || position.bytes() % each != 0) {
            position = new CellPosition(map.attempt(), 0);
        }
        if (position.bytes() > live.get().cells().size()) {
            position = new CellPosition(map.attempt(), 0); // a server that began anew
        }
        byte[] more = live.get().cells().read(position.bytes(), MAX_BYTES / each * each);
        while (more.length > 0) {
            position = new CellPosition(map.attempt(), position.bytes() + more.length);
            sink.send("cells", position.toString(), Base64.getEncoder().encodeToString(more));
            more = live.get().cells().read(position.bytes(), MAX_BYTES / each * each);
        }
    }
}
