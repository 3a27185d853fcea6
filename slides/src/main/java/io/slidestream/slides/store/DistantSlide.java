package io.slidestream.slides.store;

import io.slidestream.slides.ByteRange;
import io.slidestream.slides.SlideException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A slide of one file elsewhere, whose bytes come as they are read. Safe for concurrent use. */
public non-sealed interface DistantSlide extends SlideSource {
    /** Its location, for people. */
    String name();

    long sizeBytes();

    /**
     * Fills the buffer from a place that lies inside the file.
     *
     * @throws SlideException CHANGED or VANISHED if it is no longer what it was, FAILED if the bytes are not to be had now
     */
    void read(long position, ByteBuffer target) throws SlideException;

    /** Has bytes that will be read soon come together; returns at once. What becomes of it, reading them tells. */
    void expect(List<ByteRange> ranges);

    /**
     * A file of this host, as long as the slide and named like it, that has all bytes read until now, and zeros for the
     * others: enough for a library to say what the slide is, if what it looks at was read before.
     *
     * @throws SlideException FAILED if it cannot be written
     */
    Path index() throws SlideException;

    /**
     * The whole slide on this host's disk; the caller closes it.
     *
     * @throws SlideException as {@link SlideFetcher#hold}
     */
    LocalSlide whole() throws SlideException;
}
