package io.slidestream.mapfiles.results;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids made of the map's and what an object is: the same map imported twice gives the same objects. */
final class ObjectIds {
    private ObjectIds() {}

    static UUID tile(MapId map, Cell cell) {
        return of(map, cell.column() + "," + cell.row());
    }

    static UUID of(MapId map, String what) {
        return UUID.nameUUIDFromBytes((map.hex() + ":" + what).getBytes(StandardCharsets.UTF_8));
    }
}
