package io.slidestream.mapfiles.results;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** Results that nobody sees yet. */
public interface ResultsDraft extends AutoCloseable {
    /**
     * A file of the results, buffered; its bytes are safe once the stream is closed. The caller closes it.
     *
     * @param name below the results; {@code /} between folders, which are made
     */
    OutputStream create(String name) throws IOException;

    /** Takes a file, or a folder with all that is in it, out of the draft; nothing if it is not there. */
    void drop(String name) throws IOException;

    /**
     * Replaces the slide's results by this draft. Where the marker lies, the other files are complete and belong to it.
     *
     * @param marker name of the file that is taken away first and put there last
     * @return the folder
     */
    URI publish(String marker) throws IOException;

    /** Drops what was not published. Never throws. */
    @Override
    void close();
}
