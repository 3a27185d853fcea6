package io.slidestream.viewer.catalog;

import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.MapIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/*
 * A commit costs a write to the disk whether it holds one change or a thousand, and a topic that is read from its start has
 * millions. Changes are therefore gathered, and written together with the place in the topic that they are from: after a crash
 * the topic is read from there again, and nothing is missed. Who reads first writes what is gathered, so that nobody sees the
 * list as it was before a change that he has seen elsewhere.
 */
/**
 * Changes on their way into the catalog, of those with one key the last. Safe for concurrent use.
 *
 * @param <C> a change
 */
final class GatheredChanges<C> {
    private static final int GATHERED = 500;
    /** Where the catalog cannot be written, the topic is read no further. */
    private static final int AT_MOST = 10_000;

    private final Function<C, Object> key;
    private final Store<C> store;
    private final ReentrantLock writing = new ReentrantLock();
    // Guarded by this.
    private Map<Object, C> gathered = new LinkedHashMap<>();
    private Map<String, MapIndex.Position> positions = new HashMap<>();

    /** The part of the catalog that changes. */
    interface Store<C> {
        /** Writes changes together with the places in the topics that they reach to. */
        void apply(List<C> changes, Collection<MapIndex.Position> reached);
    }

    private GatheredChanges(Function<C, Object> key, Store<C> store) {
        this.key = key;
        this.store = store;
    }

    /** Gathers every change, in order. */
    static <C> GatheredChanges<C> all(Store<C> store) {
        return new GatheredChanges<>(change -> new Object(), store);
    }

    /** Gathers of each key the last change. */
    static <C> GatheredChanges<C> lastOf(Function<C, Object> key, Store<C> store) {
        return new GatheredChanges<>(key, store);
    }

    /** @throws RetriableException if there is no room for more, since the catalog cannot be written */
    void add(C change) {
        int now;
        synchronized (this) {
            gathered.put(key.apply(change), change);
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

    /**
     * Forgets everything, since the topic is read from its start.
     *
     * @param stored clears what was written
     */
    void clear(Runnable stored) {
        writing.lock();
        try {
            synchronized (this) {
                gathered = new LinkedHashMap<>();
                positions = new HashMap<>();
            }
            stored.run();
        } finally {
            writing.unlock();
        }
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
            Map<Object, C> changes;
            Map<String, MapIndex.Position> reached;
            synchronized (this) {
                if (gathered.isEmpty() && positions.isEmpty()) {
                    return;
                }
                changes = gathered;
                reached = positions;
                gathered = new LinkedHashMap<>();
                positions = new HashMap<>();
            }
            boolean written = false;
            try {
                store.apply(List.copyOf(changes.values()), new ArrayList<>(reached.values()));
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

    private synchronized void giveBack(Map<Object, C> changes, Map<String, MapIndex.Position> reached) {
        changes.putAll(gathered);
        gathered = changes;
        reached.putAll(positions);
        positions = reached;
    }
}
