package io.slidestream.tiler.tissue;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.ForgivingReader;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;

/**
 * Mask of a slide's tissue, at 8 to 16 microns a pixel. Immutable.
 *
 * <p>Stain is colourful, glass is not: saturation, smoothed and thresholded, then cleaned by size on the tissue. Marker
 * pens are as colourful and told by their hue ({@link Ink}). Fat is nearly as colourless as glass; its membranes and the
 * hole filling bring in most of it, not all.
 */
public final class TissueMask {
    /** Sums over all pixels above and to the left, one row and column larger than the mask: a share costs four reads. */
    private final int[] sums;

    private final int width;
    private final int height;
    private final double pixelPx;
    private final int threshold;
    private final BinaryPicture ink;
    private final long inkPixels;
    private final boolean stainOfPens;
    private final int replaced;
    private final int lost;

    private TissueMask(BinaryPicture tissue, InkMarks pens, double pixelPx, int threshold, ForgivingReader reader) {
        this.replaced = reader.replaced();
        this.lost = reader.lost().size();
        this.ink = pens.marks();
        this.inkPixels = ink.count();
        this.stainOfPens = pens.isStain();
        this.width = tissue.widthPx();
        this.height = tissue.heightPx();
        this.pixelPx = pixelPx;
        this.threshold = threshold;
        this.sums = new int[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            int row = 0;
            for (int x = 0; x < width; x++) {
                row += tissue.isSet(x, y) ? 1 : 0;
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
    }

    /**
     * Reads the whole slide at low resolution, with every processor: milliseconds from a pyramid, the decoding of all its
     * tiles from a large slide of one level.
     *
     * @param mpp microns per level-0 pixel
     */
    public static TissueMask find(SlideReader slide, double mpp, TissueSettings settings)
            throws SlideException, InterruptedException {
        ForgivingReader reader = new ForgivingReader(slide);
        SaturationPicture picture = SaturationPicture.read(reader, mpp, settings);
        int width = picture.widthPx();
        int height = picture.heightPx();
        double umPerPx = picture.pixelPx() * mpp;
        InkMarks pens =
                InkMarks.find(picture, settings.ink(), pixels(settings.shapes().minObjectUm(), umPerPx));
        BinaryPicture ink = pens.marks();
        ink.clear(picture.saturation());
        byte[] smooth = MedianFilter.filter(
                picture.saturation(), width, height, settings.colour().medianSidePx());
        int threshold = Math.min(
                Math.max(OtsuThreshold.of(smooth), settings.colour().minThreshold()),
                settings.colour().maxThreshold());
        BinaryPicture tissue = BinaryPicture.above(smooth, width, height, threshold);
        tissue.close(settings.shapes().closeSidePx());
        tissue.subtract(ink);
        tissue.dropObjectsBelow(pixels(settings.shapes().minObjectUm(), umPerPx));
        tissue.fillHolesBelow(pixels(settings.shapes().maxHoleUm(), umPerPx));
        reader.lost().forEach(region -> markWhole(tissue, region, picture.pixelPx()));
        return new TissueMask(tissue, pens, picture.pixelPx(), threshold, reader);
    }

    /** What nobody could read is no glass: its tiles are expected, and rejected where they are read. */
    private static void markWhole(BinaryPicture tissue, Level0Region region, double pixelPx) {
        int right = (int) Math.min(tissue.widthPx(), Math.ceil((region.x() + region.width()) / pixelPx));
        int bottom = (int) Math.min(tissue.heightPx(), Math.ceil((region.y() + region.height()) / pixelPx));
        for (int y = (int) (region.y() / pixelPx); y < bottom; y++) {
            for (int x = (int) (region.x() / pixelPx); x < right; x++) {
                tissue.set(y * tissue.widthPx() + x);
            }
        }
    }

    private static long pixels(double sideUm, double umPerPx) {
        return Math.round(sideUm * sideUm / (umPerPx * umPerPx));
    }

    /** The share of the region's mask pixels that is tissue, 0..1; a pixel belongs to the region if its centre does. */
    public double tissueShare(Level0Region region) {
        int left = Math.min(nearest(region.x()), width - 1);
        int top = Math.min(nearest(region.y()), height - 1);
        int right = Math.min(Math.max(left + 1, nearest(region.x() + region.width())), width);
        int bottom = Math.min(Math.max(top + 1, nearest(region.y() + region.height())), height);
        return (double) tissuePixels(left, top, right, bottom) / ((right - left) * (bottom - top));
    }

    /** The share of the whole slide. */
    public double tissueShare() {
        return (double) tissuePixels(0, 0, width, height) / ((long) width * height);
    }

    public boolean isTissue(int x, int y) {
        return tissuePixels(x, y, x + 1, y + 1) == 1;
    }

    public boolean hasInk() {
        return inkPixels > 0;
    }

    /** The share of the whole slide that was taken for marker or a black border, and left out. */
    public double inkShare() {
        return (double) inkPixels / ((long) width * height);
    }

    /** Whether most of what is coloured has the hue of pens, and was taken for the slide's stain. */
    public boolean hasStainOfPens() {
        return stainOfPens;
    }

    /** Whether the pixel was taken for marker or a black border. */
    public boolean isInk(int x, int y) {
        return ink.isSet(x, y);
    }

    public int widthPx() {
        return width;
    }

    public int heightPx() {
        return height;
    }

    /** Side of a mask pixel in level-0 pixels. */
    double pixelPx() {
        return pixelPx;
    }

    /** Number of places whose level could not be decoded, so that a finer one was read. */
    public int replaced() {
        return replaced;
    }

    /** Number of places that no level has; they count as tissue. */
    public int lost() {
        return lost;
    }

    /** The saturation above which a pixel was taken for tissue. */
    public int threshold() {
        return threshold;
    }

    private int nearest(long level0) {
        return (int) Math.round(level0 / pixelPx);
    }

    private int tissuePixels(int left, int top, int right, int bottom) {
        int stride = width + 1;
        return sums[bottom * stride + right]
                - sums[top * stride + right]
                - sums[bottom * stride + left]
                + sums[top * stride + left];
    }
}
