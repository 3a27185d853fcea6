package io.slidestream.slides.direct;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.slides.store.SlideBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenSlide reads the rest, so that its pixels and its exceptions are OpenSlide's.
 *
 * @param bytes closed with it
 */
public record OpenSlideRemainder(SlideBytes bytes, OpenSlideReader openSlide) implements Remainder {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSlideRemainder.class);

    @Override
    public RgbImage read(Level0Region region, int level, String why) throws SlideException {
        checkKnown(level, why);
        return openSlide.read(region, level);
    }

    @Override
    public RgbImage rows(Level level, long level0Y, int rows, String why) throws SlideException {
        checkKnown(level.index(), why);
        return openSlide.rows(level, level0Y, rows);
    }

    /** OpenSlide knows fewer levels of an OME-TIFF. */
    private void checkKnown(int level, String why) throws SlideException {
        if (level >= openSlide.properties().levels().size()) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    "level " + level + " cannot be decoded, and OpenSlide has none such: " + why);
        }
        LOG.debug("OpenSlide is asked: {}", why);
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        return openSlide.associatedImage(name);
    }

    @Override
    public String readerName() {
        return openSlide.readerName();
    }

    @Override
    public void close() {
        bytes.close();
        openSlide.close();
    }
}
