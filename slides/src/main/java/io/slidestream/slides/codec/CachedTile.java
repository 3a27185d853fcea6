package io.slidestream.slides.codec;

/** A decoded tile that stays as it is until its holder {@linkplain #close gives it back}. */
public final class CachedTile implements AutoCloseable {
    /** State of the pixels. */
    enum State {
        LOADING,
        READY,
        FAILED
    }

    final TileCache cache;
    final TileCache.Key key;
    final TilePixels memory;
    State state = State.LOADING;
    int holders = 1;
    long pixelsTaken;
    boolean spent;

    /** Creates a tile whose mutable fields the cache's monitor guards. */
    CachedTile(TileCache cache, TileCache.Key key, TilePixels memory) {
        this.cache = cache;
        this.key = key;
        this.memory = memory;
    }

    /** Pixels, read-only and valid until close(). */
    public TilePixels pixels() {
        return memory;
    }

    /** Gives the tile back; call once for each time it was handed out, or call {@link #close()}. */
    public void close(int newPixelsTaken) {
        cache.release(this, newPixelsTaken);
    }

    /** Gives the tile back without having taken pixels. */
    @Override
    public void close() {
        cache.release(this, 0);
    }
}
