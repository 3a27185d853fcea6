package io.slidestream.mapfiles.formats;

import io.slidestream.mapfiles.map.TileVisitor;
import java.io.Closeable;
import java.io.IOException;

/** A file that is written while the tiles go by. */
public interface TileFile extends TileVisitor, Closeable {
    /**
     * Completes the file after the last tile; without it, the file is visibly incomplete where its form allows that.
     */
    void finish() throws IOException;
}
