package io.slidestream.slides.store;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import java.nio.file.Path;

/** Turns a slide's location into a file on this machine. Safe for concurrent use. */
@FunctionalInterface
public interface SlideFetcher {
    /**
     * A local file with the bytes of this version. To be sure that it stays while it is read, {@link #hold} it.
     *
     * @throws SlideException VANISHED if it is gone, CHANGED if its bytes are no longer this version's, INCOMPLETE if a
     *     file of it is missing, FAILED if this fetcher cannot reach such locations, or not now
     */
    Path fetch(SlideVersion slide) throws SlideException;

    /** The same; the file stays until the caller closes it. */
    default LocalSlide hold(SlideVersion slide) throws SlideException {
        return LocalSlide.lasting(fetch(slide));
    }

    /**
     * Exactly this version for a reader, whole or in pieces that come as they are read; the caller closes it.
     *
     * @throws SlideException as {@link #fetch}
     */
    default SlideSource source(SlideVersion slide) throws SlideException {
        return hold(slide);
    }

    /**
     * Looks whether this version is still there, unchanged.
     *
     * @throws SlideException as {@link #fetch}
     */
    default void check(SlideVersion slide) throws SlideException {
        Path unused = fetch(slide);
    }

    /**
     * Whether the store itself says that the slide is whole, so that nobody need fetch and open it to know.
     *
     * @throws SlideException as {@link #fetch}
     */
    default boolean isKnownWhole(SlideVersion slide) throws SlideException {
        return false;
    }
}
