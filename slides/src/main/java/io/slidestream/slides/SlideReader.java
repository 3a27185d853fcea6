package io.slidestream.slides;

import io.slidestream.contracts.Level0Region;
import java.util.List;

/** Reads pixels. Blocks on disk, safe for concurrent use; close() waits for reads in progress. */
public interface SlideReader extends AutoCloseable {
    SlideProperties properties();

    /**
     * The region's pixels at a level, composited on white; {@code round(side / downsample)} pixels a side, at least 1.
     *
     * @throws SlideException UNREADABLE if the pixels cannot be decoded
     * @throws IllegalArgumentException if the region leaves the slide or the level does not exist
     */
    RgbImage read(Level0Region region, int level) throws SlideException;

    /**
     * The region's pixels at a level for somebody who will shrink them: where the reader decodes at reduced size for less,
     * each pixel given may stand for {@code maxReduction} pixels of the level a side, or half of that, and so on. With
     * {@code maxReduction} 1 these are the pixels of {@link #read}.
     *
     * @param maxReduction 1, 2, 4 or 8
     * @throws SlideException as {@link #read}
     */
    default Excerpt excerpt(Level0Region region, int level, int maxReduction) throws SlideException {
        return Excerpt.of(read(region, level));
    }

    /** Says which regions will be read soon, so that a reader of a slide elsewhere can have their bytes come together. */
    default void expect(List<Level0Region> regions, int level) {}

    /** The whole slide, at most {@code maxSidePx} on its longer side. */
    RgbImage thumbnail(int maxSidePx) throws SlideException;

    RgbImage associatedImage(String name) throws SlideException;

    /** Decoder for people: {@code openslide 3.4.1 (tiles are not JPEG)}. */
    String readerName();

    /** Decoder as a label for metrics: {@code openslide}, {@code libturbojpeg}, {@code imageio}. */
    default String decoder() {
        return "openslide";
    }

    @Override
    void close();
}
