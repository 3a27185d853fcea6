package io.slidestream.slides;

import java.util.Arrays;

/** Shrinks an image that comes row by row; each pixel is the mean of the area it covers. */
final class AreaMean {
    private final long sourceHeightPx;
    private final int widthPx;
    private final int heightPx;
    private final int[] firstColumn;
    private final double[] shareOfFirst;
    private final double xShare;
    private final double[] sums;
    private final int[] rgb;
    private long sourceRow;
    private int row;

    /** Shrinks only: the target is no larger than the source. */
    AreaMean(long sourceWidthPx, long sourceHeightPx, int widthPx, int heightPx) {
        this.sourceHeightPx = sourceHeightPx;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        sums = new double[widthPx * 3];
        rgb = new int[Math.multiplyExact(widthPx, heightPx)];
        xShare = (double) widthPx / sourceWidthPx;
        firstColumn = new int[Math.toIntExact(sourceWidthPx)];
        shareOfFirst = new double[firstColumn.length];
        for (int x = 0; x < firstColumn.length; x++) {
            firstColumn[x] = (int) (x * (long) widthPx / sourceWidthPx);
            shareOfFirst[x] = shareOfFirst(x, firstColumn[x], sourceWidthPx, widthPx);
        }
    }

    /** The next rows, as wide as the source. */
    void add(RgbImage rows) {
        for (int y = 0; y < rows.heightPx(); y++) {
            int target = (int) (sourceRow * heightPx / sourceHeightPx);
            double share = shareOfFirst(sourceRow, target, sourceHeightPx, heightPx);
            add(rows, y, share);
            sourceRow++;
            if (sourceRow * heightPx >= (long) (target + 1) * sourceHeightPx) {
                finishRow();
                add(rows, y, 1 - share);
            }
        }
    }

    RgbImage image() {
        if (row != heightPx) {
            throw new IllegalStateException(row + " of " + heightPx + " rows are drawn");
        }
        return new RgbImage(widthPx, heightPx, rgb);
    }

    /**
     * Fraction of source pixel {@code index} that falls into target pixel {@code first}; the rest falls into the next.
     */
    private static double shareOfFirst(long index, int first, long source, int target) {
        double inFirst = (first + 1) * (double) source / target - index;
        return Math.min(1, inFirst);
    }

    private void add(RgbImage rows, int y, double weight) {
        if (weight <= 0 || row == heightPx) {
            return;
        }
        int[] pixels = rows.rgb();
        double[] into = sums;
        double whole = weight * xShare;
        int source = y * rows.widthPx();
        for (int x = 0; x < firstColumn.length; x++) {
            int pixel = pixels[source + x];
            int red = pixel >>> 16 & 255;
            int green = pixel >>> 8 & 255;
            int blue = pixel & 255;
            int sum = firstColumn[x] * 3;
            double here = whole * shareOfFirst[x];
            into[sum] += here * red;
            into[sum + 1] += here * green;
            into[sum + 2] += here * blue;
            double next = whole - here;
            if (next > 0 && sum + 3 < into.length) {
                into[sum + 3] += next * red;
                into[sum + 4] += next * green;
                into[sum + 5] += next * blue;
            }
        }
    }

    private void finishRow() {
        double yShare = (double) heightPx / sourceHeightPx;
        for (int x = 0; x < widthPx; x++) {
            int red = (int) Math.round(sums[3 * x] * yShare);
            int green = (int) Math.round(sums[3 * x + 1] * yShare);
            int blue = (int) Math.round(sums[3 * x + 2] * yShare);
            rgb[row * widthPx + x] = red << 16 | green << 8 | blue;
        }
        Arrays.fill(sums, 0);
        row++;
    }
}
