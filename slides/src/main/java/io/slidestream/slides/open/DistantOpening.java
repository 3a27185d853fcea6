package io.slidestream.slides.open;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.ByteRange;
import io.slidestream.slides.FileKind;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.direct.DirectOpening;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.DistantException;
import io.slidestream.slides.store.DistantSlide;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffImages;
import io.slidestream.slides.tiff.TiffInspection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * What the levels are is OpenSlide's to say, as it is for slides on disk. It reads a file: one as long as the slide that has
 * the directories and all that they point to, where tiles are holes. It is closed before anybody could ask it for pixels.
 * The hash that it takes of the smallest level's bytes would be one of holes, and is left out.
 */
/** Opens a slide elsewhere without having all of it. */
final class DistantOpening {
    private static final String HASH = "openslide.quickhash-1";

    /** A slide whose directories point to more is downloaded. */
    private static final long MAX_INDEX_BYTES = 64L << 20;

    private static final int CHUNK_BYTES = 1 << 16;

    private final DistantSlide slide;
    private final OpenSlideHost openSlide;
    private final TileCache cache;

    DistantOpening(DistantSlide slide, OpenSlideHost openSlide, TileCache cache) {
        this.slide = slide;
        this.openSlide = openSlide;
        this.cache = cache;
    }

    /**
     * A reader of its tiles; empty where it has to be whole.
     *
     * @throws SlideException as {@link SlideReaders#open}
     */
    Optional<SlideReader> open() throws SlideException {
        SlideBytes bytes = SlideBytes.of(slide);
        try {
            if (!readIndex(bytes)) {
                return Optional.empty();
            }
            SlideProperties properties = properties();
            return properties == null
                    ? Optional.empty()
                    : new DirectOpening(properties, cache).over(bytes, () -> new DistantRemainder(slide, openSlide));
        } catch (DistantException e) {
            throw e.why();
        } catch (IOException | TiffBytes.BeyondEndException e) {
            throw new SlideException(
                    RejectionReason.UNREADABLE, slide.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads what OpenSlide will look at; false where tiles are not all that it needs. */
    private boolean readIndex(SlideBytes bytes) throws SlideException, IOException, TiffBytes.BeyondEndException {
        FileChannel channel = bytes.channel();
        if (FileKind.of(channel) != FileKind.TIFF) {
            return false;
        }
        new TiffInspection(channel, slide.name()).run();
        if (!DirectOpening.comesInPieces(bytes)
                || !DirectOpening.codingsOnlyKnownHere(bytes).isEmpty()) {
            return false;
        }
        long left = MAX_INDEX_BYTES;
        for (ByteRange range : new TiffImages(channel).values()) {
            left -= range.to() - range.from();
            if (left < 0) {
                return false;
            }
            for (long at = range.from(); at < range.to(); at += CHUNK_BYTES) {
                bytes.read(at, ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, range.to() - at)));
            }
        }
        return true;
    }

    /** What OpenSlide says of it; null where it knows no slide in it. */
    private @Nullable SlideProperties properties() throws SlideException {
        SlideFile index = SlideFile.at(slide.index());
        OpenedSlide handle = openSlide.open(index).orElse(null);
        if (handle == null) {
            return null;
        }
        try {
            return SlideReaders.properties(index, handle).without(HASH);
        } catch (OpenSlideException e) {
            throw new SlideException(
                    RejectionReason.UNREADABLE, slide.name() + " cannot be opened: " + e.getMessage(), e);
        } finally {
            handle.close();
        }
    }
}
