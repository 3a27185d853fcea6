package io.slidestream.slides;

import io.slidestream.contracts.Level0Region;
import java.util.List;

/** A reader that leaves all to another, for those that do one thing differently. */
public abstract class ForwardingReader implements SlideReader {
    private final SlideReader reader;

    /** @param reader owned from now on */
    protected ForwardingReader(SlideReader reader) {
        this.reader = reader;
    }

    @Override
    public SlideProperties properties() {
        return reader.properties();
    }

    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        return reader.read(region, level);
    }

    @Override
    public Excerpt excerpt(Level0Region region, int level, int maxReduction) throws SlideException {
        return reader.excerpt(region, level, maxReduction);
    }

    @Override
    public void expect(List<Level0Region> regions, int level) {
        reader.expect(regions, level);
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        return reader.thumbnail(maxSidePx);
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        return reader.associatedImage(name);
    }

    @Override
    public String readerName() {
        return reader.readerName();
    }

    @Override
    public String decoder() {
        return reader.decoder();
    }

    @Override
    public void close() {
        reader.close();
    }
}
