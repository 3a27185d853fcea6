package io.slidestream.slides.store;

import io.slidestream.slides.ByteRange;
import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** The bytes of an open slide. Safe for concurrent use. */
public interface SlideBytes extends AutoCloseable {
    /** @throws SlideException CHANGED or VANISHED if the file is no longer as it was */
    static SlideBytes open(SlideFile file) throws SlideException, IOException {
        return LocalBytes.open(file);
    }

    /** Those of a slide elsewhere, which the caller closes by itself. */
    static SlideBytes of(DistantSlide slide) {
        return new DistantBytes(slide);
    }

    /** For those who read positions of it and ask its size; throws {@link DistantException} where the slide is elsewhere. */
    FileChannel channel();

    /**
     * Fills the buffer from a place in the file.
     *
     * @throws SlideException CHANGED, VANISHED or UNREADABLE if the bytes are not there, FAILED if they are not to be had now
     */
    void read(long position, ByteBuffer target) throws SlideException;

    /** Whether it is worth saying what will be read. */
    default boolean comesFromAfar() {
        return false;
    }

    /** Says what will be read soon, so that it comes together. */
    default void expect(List<ByteRange> ranges) {}

    /** No read may be in progress. */
    @Override
    void close();
}
