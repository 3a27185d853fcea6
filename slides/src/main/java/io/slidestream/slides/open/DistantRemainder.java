package io.slidestream.slides.open;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.direct.OpenSlideRemainder;
import io.slidestream.slides.direct.Remainder;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.DistantSlide;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenSlide over the whole slide, which is downloaded when it is first needed. */
final class DistantRemainder implements Remainder {
    private static final Logger LOG = LoggerFactory.getLogger(DistantRemainder.class);

    private final DistantSlide slide;
    private final OpenSlideHost openSlide;
    private @Nullable LocalSlide whole;
    private @Nullable OpenSlideRemainder rest;
    private boolean closed;

    DistantRemainder(DistantSlide slide, OpenSlideHost openSlide) {
        this.slide = slide;
        this.openSlide = openSlide;
    }

    @Override
    public RgbImage read(Level0Region region, int level, String why) throws SlideException {
        return rest(why).read(region, level, why);
    }

    @Override
    public RgbImage rows(Level level, long level0Y, int rows, String why) throws SlideException {
        return rest(why).rows(level, level0Y, rows, why);
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        return rest("associated image '" + name + "'").associatedImage(name);
    }

    @Override
    public String readerName() {
        return "in pieces; OpenSlide over a download for the rest";
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (rest != null) {
            rest.close();
        }
        if (whole != null) {
            whole.close();
        }
    }

    private synchronized OpenSlideRemainder rest(String why) throws SlideException {
        if (closed) {
            throw new IllegalStateException("the slide is closed");
        }
        OpenSlideRemainder known = rest;
        if (known != null) {
            return known;
        }
        LOG.info("{} is downloaded for OpenSlide: {}", slide.name(), why);
        LocalSlide held = slide.whole();
        boolean opened = false;
        try {
            OpenSlideRemainder made = new OpenSlideRemainder(SlideBytes.of(slide), open(held));
            opened = true;
            whole = held;
            rest = made;
            return made;
        } finally {
            if (!opened) {
                held.close();
            }
        }
    }

    private OpenSlideReader open(LocalSlide held) throws SlideException {
        SlideFile file = SlideFile.at(held.path());
        OpenedSlide handle = openSlide
                .open(file)
                .orElseThrow(() -> new SlideException(
                        RejectionReason.UNREADABLE, slide.name() + " is no slide to OpenSlide once it is whole"));
        boolean taken = false;
        try {
            SlideProperties properties = SlideReaders.properties(file, handle);
            taken = true;
            return new OpenSlideReader(file, openSlide, handle, properties, "for the rest");
        } catch (OpenSlideException e) {
            throw new SlideException(
                    RejectionReason.UNREADABLE, slide.name() + " cannot be opened: " + e.getMessage(), e);
        } finally {
            if (!taken) {
                handle.close();
            }
        }
    }
}
