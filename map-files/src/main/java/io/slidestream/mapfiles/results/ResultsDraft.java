package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFolder;
import java.io.IOException;
import java.net.URI;

/** Results that nobody sees yet. */
public interface ResultsDraft extends MapFolder, AutoCloseable {
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
