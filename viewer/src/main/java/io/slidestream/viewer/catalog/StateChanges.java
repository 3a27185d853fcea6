package io.slidestream.viewer.catalog;

import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideBoard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.errors.TimeoutException;

/** States of slides on their way into the catalog, of each the last. Safe for concurrent use. */
final class StateChanges {
    private static final int GATHERED = 500;
    /** Where the catalog cannot be written, the topic is read no further. */
    private static final int AT_MOST = 10_000;

    private final SlideBoard board;
    private final ReentrantLock writing = new ReentrantLock();
    // Guarded by this.
    private Map<String, SlideBoard.Told> gathered = new LinkedHashMap<>();
    private Map<Integer, MapIndex.Position> positions = new HashMap<>();

    StateChanges(SlideBoard board) {
        this.board = board;
    }

    /** @throws TimeoutException if there is no room for more, since the catalog cannot be written */
    void add(SlideBoard.Told told) {
        int now;
        synchronized (this) {
            gathered.put(told.key(), told);
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
        positions.put(position.partition(), position);
    }

    /** Forgets everything: the topic is read from its start. */
    void clear() {
        writing.lock();
        try {
            synchronized (this) {
                gathered = new LinkedHashMap<>();
                positions = new HashMap<>();
            }
            board.clear();
        } finally {
            writing.unlock();
        }
    }

    /** Writes what was gathered by now. */
    void write() {
        writing.lock();
        try {
            Map<String, SlideBoard.Told> told;
            Map<Integer, MapIndex.Position> reached;
            synchronized (this) {
                if (gathered.isEmpty() && positions.isEmpty()) {
                    return;
                }
                told = gathered;
                reached = positions;
                gathered = new LinkedHashMap<>();
                positions = new HashMap<>();
            }
            boolean written = false;
            try {
                board.apply(List.copyOf(told.values()), new ArrayList<>(reached.values()));
                written = true;
            } finally {
                if (!written) {
                    giveBack(told, reached);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private synchronized void giveBack(Map<String, SlideBoard.Told> told, Map<Integer, MapIndex.Position> reached) {
        told.putAll(gathered);
        gathered = told;
        reached.putAll(positions);
        positions = reached;
    }
}
