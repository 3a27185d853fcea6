package io.slidestream.tiler;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/** A slide whose every level-0 pixel is a function of its place, for any threads. Remembers what was read of it. */
public final class PaintedSlide implements SlideReader {
    public static final int GLASS = 0xF4F2F3;
    public static final int STAIN = 0xC878B4;
    public static final int MARKER = 0x050308;

    public interface Paint {
        int at(long x, long y);
    }

    private final SlideProperties properties;
    private final Paint paint;
    public final List<Integer> levelsRead = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger largestReadPx = new AtomicInteger();

    public PaintedSlide(long width, long height, OptionalDouble mpp, List<Double> downsamples, Paint paint) {
        List<Level> levels = new ArrayList<>();
        for (double downsample : downsamples) {
            levels.add(new Level(
                    levels.size(), Math.round(width / downsample), Math.round(height / downsample), downsample));
        }
        this.properties = new SlideProperties(levels, mpp, OptionalDouble.empty(), "painted", Map.of(), List.of());
        this.paint = paint;
    }

    public static PaintedSlide of(long width, long height, double mpp, Paint paint) {
        return new PaintedSlide(width, height, OptionalDouble.of(mpp), List.of(1.0), paint);
    }

    public int largestReadPx() {
        return largestReadPx.get();
    }

    /** Stain inside the rectangle, glass around it. */
    public static Paint stainedRectangle(long left, long top, long right, long bottom) {
        return (x, y) -> x >= left && x < right && y >= top && y < bottom ? STAIN : GLASS;
    }

    @Override
    public SlideProperties properties() {
        return properties;
    }

    @Override
    public RgbImage read(Level0Region region, int level) {
        if (region.x() + region.width() > properties.widthPx()
                || region.y() + region.height() > properties.heightPx()) {
            throw new IllegalArgumentException(region + " leaves the slide");
        }
        double downsample = properties.levels().get(level).downsample();
        int width = (int) Math.max(1, Math.round(region.width() / downsample));
        int height = (int) Math.max(1, Math.round(region.height() / downsample));
        levelsRead.add(level);
        largestReadPx.accumulateAndGet(width * height, Math::max);
        int[] rgb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb[y * width + x] = paint.at(
                        region.x() + (long) ((x + 0.5) * downsample), region.y() + (long) ((y + 0.5) * downsample));
            }
        }
        return new RgbImage(width, height, rgb);
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) {
        throw new UnsupportedOperationException("the tiler needs no thumbnail");
    }

    @Override
    public RgbImage associatedImage(String name) {
        throw new UnsupportedOperationException("the tiler needs no associated image");
    }

    @Override
    public String readerName() {
        return "painted";
    }

    @Override
    public void close() {}
}
