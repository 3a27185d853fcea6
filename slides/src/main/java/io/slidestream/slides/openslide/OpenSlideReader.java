package io.slidestream.slides.openslide;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelExtent;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.Thumbnail;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideFile;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Owns the library's handle. Reads share the read lock; whatever ends a handle takes the write lock, so a handle is
 * never closed under a read and never used after.
 *
 * One undecodable tile poisons a handle for every thread, and for good. So a read that fails is repeated alone, under
 * the write lock and on a fresh handle: what fails there fails for its own pixels, and no thread reports a tile
 * unreadable because of a neighbour's. It costs two opens (1-4 ms each) per unreadable tile.
 */
/** A slide through OpenSlide. */
public final class OpenSlideReader implements SlideReader {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSlideReader.class);

    /** A read on a handle that may be in error. */
    @FunctionalInterface
    private interface HandleRead {
        RgbImage read(OpenedSlide handle) throws OpenSlideException, SlideException;
    }

    private final SlideFile file;
    private final SlideProperties properties;
    private final String remark;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final OpenSlideHost host;
    private @Nullable OpenedSlide handle;
    private boolean closed;

    /**
     * Takes the handle over.
     *
     * @param host opens it again after an error
     * @param remark why the slide is not read directly
     */
    public OpenSlideReader(
            SlideFile file, OpenSlideHost host, OpenedSlide handle, SlideProperties properties, String remark) {
        this.file = file;
        this.host = host;
        this.handle = handle;
        this.properties = properties;
        this.remark = remark;
    }

    @Override
    public SlideProperties properties() {
        return properties;
    }

    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        LevelExtent extent = LevelExtent.of(properties, region, level);
        return read(
                region + " (level " + level + ")",
                h -> h.read(region.x(), region.y(), level, extent.widthPx(), extent.heightPx()));
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        return new Thumbnail(properties, maxSidePx).draw(this::rows);
    }

    /** Rows of a level in its full width. */
    public RgbImage rows(Level level, long level0Y, int rows) throws SlideException {
        return read(
                rows + " rows from " + level0Y + " (level " + level.index() + ")",
                h -> h.read(0, level0Y, level.index(), level.widthPx(), rows));
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        if (!properties.associatedImages().contains(name)) {
            throw new IllegalArgumentException(
                    "no associated image '" + name + "', only " + String.join(", ", properties.associatedImages()));
        }
        return read("associated image '" + name + "'", h -> h.associatedImage(name));
    }

    @Override
    public String readerName() {
        return "openslide " + OpenSlideHandle.version() + " (" + remark + ")";
    }

    @Override
    public void close() {
        Lock write = lock.writeLock();
        write.lock();
        try {
            closed = true;
            drop();
        } finally {
            write.unlock();
        }
    }

    private RgbImage read(String what, HandleRead read) throws SlideException {
        Lock shared = lock.readLock();
        shared.lock();
        try {
            checkOpen();
            if (handle != null) {
                return read.read(handle);
            }
        } catch (OpenSlideException e) {
            LOG.debug("reading {} of {} again: {}", what, file.path(), e.getMessage());
        } finally {
            shared.unlock();
        }
        return readAlone(what, read);
    }

    private RgbImage readAlone(String what, HandleRead read) throws SlideException {
        Lock exclusive = lock.writeLock();
        exclusive.lock();
        try {
            checkOpen();
            drop();
            file.checkUnchanged();
            OpenedSlide fresh = host.open(file).orElse(null);
            handle = fresh;
            if (fresh == null) {
                file.checkReachable();
                throw unreadable(what, null);
            }
            return read.read(fresh);
        } catch (OpenSlideException e) {
            drop();
            file.checkReachable();
            throw unreadable(what, e);
        } finally {
            exclusive.unlock();
        }
    }

    private SlideException unreadable(String what, @Nullable OpenSlideException cause) {
        String message = what + " of " + FileUris.text(file.path()) + " cannot be decoded"
                + (cause == null ? "" : ": " + cause.getMessage());
        return cause == null
                ? new SlideException(RejectionReason.UNREADABLE, message)
                : new SlideException(RejectionReason.UNREADABLE, message, cause);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the slide is closed: " + FileUris.text(file.path()));
        }
    }

    private void drop() {
        if (handle != null) {
            handle.close();
            handle = null;
        }
    }
}
