package io.slidestream.slides.store;

import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A slide elsewhere for code that reads positions of a file: its size and positional reads, nothing else. */
final class DistantChannel extends FileChannel {
    private final DistantSlide slide;

    DistantChannel(DistantSlide slide) {
        this.slide = slide;
    }

    @Override
    public long size() {
        return slide.sizeBytes();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative, was " + position);
        }
        if (position >= slide.sizeBytes()) {
            return -1;
        }
        int count = (int) Math.min(target.remaining(), slide.sizeBytes() - position);
        try {
            slide.read(position, target.slice(target.position(), count));
        } catch (SlideException e) {
            throw new DistantException(e);
        }
        target.position(target.position() + count);
        return count;
    }

    @Override
    public int read(ByteBuffer target) {
        throw new NonReadableChannelException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new NonReadableChannelException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException("has no position");
    }

    @Override
    public FileChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public void force(boolean metaData) {}

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException("is read by position");
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("cannot be mapped");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException("cannot be locked");
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException("cannot be locked");
    }

    @Override
    protected void implCloseChannel() {}
}
