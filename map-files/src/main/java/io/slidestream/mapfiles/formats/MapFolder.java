package io.slidestream.mapfiles.formats;

import java.io.IOException;
import java.io.OutputStream;

/** Takes the files of one map. Safe for concurrent use. */
@FunctionalInterface
public interface MapFolder {
    /**
     * A file of the results, buffered; its bytes are safe once the stream is closed. The caller closes it.
     *
     * @param name below the results; {@code /} between folders, which are made
     */
    OutputStream create(String name) throws IOException;
}
