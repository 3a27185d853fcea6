package io.slidestream.slides.codec;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * One lock guards the map and is held for well under a microsecond, four times a tile of a network; decoding, a hundred
 * times as long, runs outside. A tile is entered before it is decoded, so a second thread that wants it waits for the
 * first instead of decoding it again.
 *
 * Memory is taken over from the tile that was used longest ago. It is never freed by hand: what is dropped belongs to
 * the garbage collector, so no mistake here could end in a wild pointer.
 */
/** Decoded tiles, shared by threads and slides, bounded in bytes. The least recently used goes first. */
public final class TileCache {
    /** Room for the blocks of four reader threads. */
    public static final long DEFAULT_BYTES = 64L << 20;

    private static final int REGRETS = 32;

    private final long maxBytes;
    private final Map<Key, CachedTile> tiles = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Integer, ArrayDeque<TilePixels>> free = new HashMap<>();
    private final ArrayDeque<CachedTile> spent = new ArrayDeque<>();
    private final Map<Key, Boolean> evicted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > 4096;
        }
    };
    private long passes = 1;
    private int regrets;
    private long bytes;
    private long decoded;
    private long decodeNanos;
    private long found;

    /**
     * Identity of a tile.
     *
     * @param slide whatever identifies an open slide, compared by identity
     * @param reduction the tile's sides are divided by it
     */
    public record Key(Object slide, int level, int tile, int reduction) {}

    /** Makes a tile's pixels. */
    @FunctionalInterface
    public interface Loader<E extends Exception, F extends Exception> {
        void load(TilePixels target) throws E, F;
    }

    /** @param maxBytes of all decoded tiles; tiles in use may exceed it for as long as they are */
    public TileCache(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, was " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /**
     * The tile, decoded now or before; the caller closes it.
     *
     * @throws E what the loader throws, as {@code F}; nothing is kept then
     */
    public <E extends Exception, F extends Exception> CachedTile tile(
            Key key, int widthPx, int heightPx, Loader<E, F> loader) throws E, F {
        while (true) {
            CachedTile tile = hold(key);
            if (tile == null) {
                tile = enter(key, widthPx, heightPx);
                if (tile != null) {
                    load(tile, loader);
                    return tile;
                }
            } else if (awaitLoaded(tile)) {
                return tile;
            } else {
                release(tile, 0);
            }
        }
    }

    /** Drops what belongs to a slide, when it is closed. */
    public synchronized void forget(Object slide) {
        Iterator<CachedTile> all = tiles.values().iterator();
        while (all.hasNext()) {
            CachedTile tile = all.next();
            if (tile.key.slide() == slide) {
                all.remove();
                if (tile.holders == 0) {
                    recycle(tile.memory);
                }
            }
        }
    }

    /** Memory held now, in use or kept for use. */
    public synchronized long sizeBytes() {
        return bytes;
    }

    /** Tiles decoded so far. */
    public synchronized long decodedTiles() {
        return decoded;
    }

    /** Time spent on decoding, of all threads together. */
    public synchronized long decodeNanos() {
        return decodeNanos;
    }

    /** Tiles that were there already. */
    public synchronized long foundTiles() {
        return found;
    }

    private synchronized @Nullable CachedTile hold(Key key) {
        CachedTile tile = tiles.get(key);
        if (tile != null) {
            tile.holders++;
        }
        return tile;
    }

    /** Null if another thread was faster. */
    private synchronized @Nullable CachedTile enter(Key key, int widthPx, int heightPx) {
        if (tiles.containsKey(key)) {
            return null;
        }
        if (evicted.remove(key) != null && ++regrets > REGRETS) {
            passes *= 2;
            regrets = 0;
        }
        CachedTile tile = new CachedTile(this, key, memory(widthPx, heightPx));
        tiles.put(key, tile);
        return tile;
    }

    private <E extends Exception, F extends Exception> void load(CachedTile tile, Loader<E, F> loader) throws E, F {
        boolean loaded = false;
        long begun = System.nanoTime();
        try {
            loader.load(tile.memory);
            loaded = true;
        } finally {
            synchronized (this) {
                tile.state = loaded ? CachedTile.State.READY : CachedTile.State.FAILED;
                if (loaded) {
                    decoded++;
                    decodeNanos += System.nanoTime() - begun;
                } else {
                    tiles.remove(tile.key, tile);
                    release(tile, 0);
                }
                notifyAll();
            }
        }
    }

    private synchronized boolean awaitLoaded(CachedTile tile) {
        boolean interrupted = false;
        while (tile.state == CachedTile.State.LOADING) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // the other thread's decoding ends by itself, in microseconds
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (tile.state == CachedTile.State.READY) {
            found++;
            return true;
        }
        return false;
    }

    synchronized void release(CachedTile tile, int pixelsTaken) {
        tile.holders--;
        tile.pixelsTaken += pixelsTaken;
        if (tile.holders > 0) {
            return;
        }
        if (tiles.get(tile.key) != tile) {
            recycle(tile.memory);
        } else if (!tile.spent && tile.pixelsTaken >= (long) tile.memory.lengthBytes() / 4 * passes) {
            tile.spent = true;
            spent.push(tile);
        }
    }

    private void recycle(TilePixels memory) {
        if (bytes > maxBytes) {
            bytes -= memory.lengthBytes();
        } else {
            free.computeIfAbsent(memory.lengthBytes(), length -> new ArrayDeque<>())
                    .push(memory);
        }
    }

    private TilePixels memory(int widthPx, int heightPx) {
        int needed = Math.multiplyExact(Math.multiplyExact(widthPx, heightPx), 4);
        evictOneSpent();
        TilePixels unused = unused(needed);
        if (unused != null) {
            return unused.reshaped(widthPx, heightPx);
        }
        if (bytes + needed > maxBytes) {
            free.values().forEach(stack -> stack.forEach(memory -> bytes -= memory.lengthBytes()));
            free.clear();
        }
        Iterator<CachedTile> oldestFirst = tiles.values().iterator();
        while (bytes + needed > maxBytes && oldestFirst.hasNext()) {
            CachedTile oldest = oldestFirst.next();
            if (oldest.holders == 0) {
                oldestFirst.remove();
                if (oldest.memory.lengthBytes() == needed && bytes <= maxBytes) {
                    return oldest.memory.reshaped(widthPx, heightPx);
                }
                bytes -= oldest.memory.lengthBytes();
            }
        }
        TilePixels fresh = new TilePixels(widthPx, heightPx);
        bytes += needed;
        return fresh;
    }

    /** The one last used, whose memory the processor's caches still hold. */
    private void evictOneSpent() {
        CachedTile tile = spent.poll();
        while (tile != null && tiles.get(tile.key) != tile) {
            tile = spent.poll(); // evicted by age meanwhile
        }
        if (tile == null) {
            return;
        }
        tile.spent = false;
        if (tile.holders == 0) {
            tiles.remove(tile.key);
            evicted.put(tile.key, true);
            recycle(tile.memory);
        }
    }

    private @Nullable TilePixels unused(int lengthBytes) {
        ArrayDeque<TilePixels> stack = free.get(lengthBytes);
        return stack == null ? null : stack.poll();
    }
}
