package io.slidestream.slides.direct;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;

/** The remainder of slides that no other reader opens: what is not decoded directly is unreadable. */
public abstract class NobodyElse implements Remainder {
    @Override
    public RgbImage read(Level0Region region, int level, String why) throws SlideException {
        throw unreadable(region + " (level " + level + ")", why);
    }

    @Override
    public RgbImage rows(Level level, long level0Y, int rows, String why) throws SlideException {
        throw unreadable(rows + " rows from " + level0Y + " (level " + level.index() + ")", why);
    }

    /**
     * The exception for a part of the slide.
     *
     * @throws SlideException instead, if the slide's files are away
     */
    protected abstract SlideException unreadable(String what, String why) throws SlideException;
}
