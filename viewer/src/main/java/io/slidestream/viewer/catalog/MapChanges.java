package io.slidestream.viewer.catalog;

import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.contracts.MapId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/*
 * A commit costs a write to the disk whether it holds one change or a thousand, and a topic that is read from its start has
 * millions. Changes are therefore gathered, and written together with the place in the topic that they are from: after a crash
 * the topic is read from there again, and nothing is missed. Who reads first writes what is gathered, so that nobody sees the
 * list as it was before a change that he has seen elsewhere.
 */
/** Changes on their way into the index. Safe for concurrent use. */
final class MapChanges {
    private static final int GATHERED = 500;
    /** Where the catalog cannot be written, the topic is read no further. */
    private static final int AT_MOST = 10_000;

    private final MapIndex index;
    private final ReentrantLock writing = new ReentrantLock();
    // Guarded by this.
    private List<MapIndex.Change> gathered = new ArrayList<>();
    private Map<String, MapIndex.Position> positions = new HashMap<>();

    MapChanges(MapIndex index) {
        this.index = index;
    }

    /** @throws RetriableException if there is no room for more, since the catalog cannot be written */
    void add(MapIndex.Change change) {
        int now;
        synchronized (this) {
            gathered.add(change);
            now = gathered.size();
        }
        if (now >= GATHERED) {
            try {
                write();
            } catch (CatalogException e) {
                if (now >= AT_MOST) {
                    throw new TimeoutException(String.valueOf(e.getMessage()), e);
                }
            }
        }
    }

    /** Everything before it in its partition was added. */
    synchronized void read(MapIndex.Position position) {
        positions.put(position.cluster() + " " + position.topic() + " " + position.partition(), position);
    }

    /** What is known of a map, with the changes. */
    Optional<KnownMap> known(MapId map) {
        writeNow();
        return index.known(map);
    }

    /** Writes what was gathered, unless that is under way. A failure is for the one who tends the catalog to tell. */
    void writeNow() {
        if (isEmpty() || !writing.tryLock()) {
            return;
        }
        try {
            write();
        } catch (CatalogException e) {
            // the reader gets what is there, and the changes stay
        } finally {
            writing.unlock();
        }
    }

    /** Writes what was gathered by now. */
    void write() {
        writing.lock();
        try {
            List<MapIndex.Change> changes;
            Map<String, MapIndex.Position> reached;
            synchronized (this) {
                if (gathered.isEmpty() && positions.isEmpty()) {
                    return;
                }
                changes = gathered;
                reached = positions;
                gathered = new ArrayList<>();
                positions = new HashMap<>();
            }
            boolean written = false;
            try {
                index.apply(changes, reached.values());
                written = true;
            } finally {
                if (!written) {
                    giveBack(changes, reached);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private synchronized boolean isEmpty() {
        return gathered.isEmpty();
    }

    private synchronized void giveBack(List<MapIndex.Change> changes, Map<String, MapIndex.Position> reached) {
        changes.addAll(gathered);
        gathered = changes;
        reached.putAll(positions);
        positions = reached;
    }
}
