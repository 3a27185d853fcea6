package io.slidestream.tiler;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;

/** A slide on which somebody drew: a vertical stroke of ink that lets some of the slide through. */
public final class MarkedSlide implements SlideReader {
    private final SlideReader slide;
    private final int ink;
    private final long left;
    private final long right;

    /** @param ink the stroke on glass; over tissue it darkens, as ink does */
    public MarkedSlide(SlideReader slide, int ink, long left, long right) {
        this.slide = slide;
        this.ink = ink;
        this.left = left;
        this.right = right;
    }

    @Override
    public SlideProperties properties() {
        return slide.properties();
    }

    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        RgbImage image = slide.read(region, level);
        double downsample = properties().levels().get(level).downsample();
        int[] rgb = image.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            double x = region.x() + (i % image.widthPx() + 0.5) * downsample;
            if (x >= left && x < right) {
                rgb[i] = through(rgb[i], 16) << 16 | through(rgb[i], 8) << 8 | through(rgb[i], 0);
            }
        }
        return new RgbImage(image.widthPx(), image.heightPx(), rgb);
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        return slide.thumbnail(maxSidePx);
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        return slide.associatedImage(name);
    }

    @Override
    public String readerName() {
        return "marked";
    }

    @Override
    public void close() {
        slide.close();
    }

    private int through(int under, int shift) {
        return (under >> shift & 255) * (ink >> shift & 255) / 255;
    }
}
