package io.slidestream.mapfiles.map;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids made of the map's and what an object is: the same map imported twice gives the same objects. */
public final class ObjectIds {
    private ObjectIds() {}

    public static UUID tile(MapId map, Cell cell) {
        return of(map, cell.column() + "," + cell.row());
    }

    public static UUID of(MapId map, String what) {
        return UUID.nameUUIDFromBytes((map.hex() + ":" + what).getBytes(StandardCharsets.UTF_8));
    }
}
