package io.slidestream.slides;

import io.slidestream.contracts.SlideVersion;
import java.nio.file.Path;

/** Turns a slide's location into a file on this machine. Safe for concurrent use. */
@FunctionalInterface
public interface SlideFetcher {
    /**
     * A local file with the bytes of this version.
     *
     * @throws SlideException VANISHED if it is gone, CHANGED if its bytes are no longer this version's, FAILED if this
     *     fetcher cannot reach such locations
     */
    Path fetch(SlideVersion slide) throws SlideException;
}
