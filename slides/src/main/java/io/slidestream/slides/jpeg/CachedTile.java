package io.slidestream.slides.jpeg;

/** A decoded tile that stays as it is until its holder {@linkplain #close gives it back}. */
public final class CachedTile implements AutoCloseable {
    /** What has become of its pixels. */
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

    /** What may change is guarded by the cache. */
    CachedTile(TileCache cache, TileCache.Key key, TilePixels memory) {
        this.cache = cache;
        this.key = key;
        this.memory = memory;
    }

    /** To be read until close() and never written. */
    public TilePixels pixels() {
        return memory;
    }

    /** Once for each time it was handed out, unless {@link #close()} was called. */
    public void close(int newPixelsTaken) {
        cache.release(this, newPixelsTaken);
    }

    /** Gives it back without having taken pixels. */
    @Override
    public void close() {
        cache.release(this, 0);
    }
}
