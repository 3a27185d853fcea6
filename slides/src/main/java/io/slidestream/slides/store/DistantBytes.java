package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.ByteRange;
import io.slidestream.slides.SlideException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** The bytes of a slide elsewhere. */
final class DistantBytes implements SlideBytes {
    private final DistantSlide slide;
    private final FileChannel channel;

    DistantBytes(DistantSlide slide) {
        this.slide = slide;
        channel = new DistantChannel(slide);
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void read(long position, ByteBuffer target) throws SlideException {
        if (position < 0 || position > slide.sizeBytes() - target.remaining()) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    slide.name() + " has pixels at " + Long.toUnsignedString(position) + ", behind its end");
        }
        slide.read(position, target);
    }

    @Override
    public boolean comesFromAfar() {
        return true;
    }

    @Override
    public void expect(List<ByteRange> ranges) {
        slide.expect(ranges);
    }

    @Override
    public void close() {}
}
