package io.slidestream.slides;

import java.util.Arrays;

/** Shrinks an image that comes row by row; each pixel is the mean of the area it covers. */
final class AreaMean {
    private final long sourceHeightPx;
    private final int widthPx;
    private final int heightPx;
    /** Where the source pixels of each column end that fall into it alone; the next one falls into it in part. */
    private final int[] wholeEnd;
    /** Of that next one, the share that falls into the column; the rest falls into the next column. */
    private final double[] lastShare;

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
        wholeEnd = new int[widthPx];
        lastShare = new double[widthPx];
        for (int column = 0; column < widthPx; column++) {
            long end = (column + 1) * sourceWidthPx;
            wholeEnd[column] = Math.toIntExact(end / widthPx);
            lastShare[column] = (double) (end % widthPx) / widthPx;
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
        int at = y * rows.widthPx();
        int start = at;
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int column = 0; column < wholeEnd.length; column++) {
            int reds = 0;
            int greens = 0;
            int blues = 0;
            int end = start + wholeEnd[column];
            for (; at < end; at++) {
                int pixel = pixels[at];
                reds += pixel >>> 16 & 255;
                greens += pixel >>> 8 & 255;
                blues += pixel & 255;
            }
            red += reds;
            green += greens;
            blue += blues;
            double share = lastShare[column];
            int last = share > 0 ? pixels[at++] : 0;
            int sum = column * 3;
            into[sum] += whole * (red + share * (last >>> 16 & 255));
            into[sum + 1] += whole * (green + share * (last >>> 8 & 255));
            into[sum + 2] += whole * (blue + share * (last & 255));
            red = (1 - share) * (last >>> 16 & 255);
            green = (1 - share) * (last >>> 8 & 255);
            blue = (1 - share) * (last & 255);
        }
    }

    private void finishRow() {
        double yShare = (double) heightPx / sourceHeightPx;
        for (int x = 0; x < widthPx; x++) {
            int red = (int) (sums[3 * x] * yShare + 0.5);
            int green = (int) (sums[3 * x + 1] * yShare + 0.5);
            int blue = (int) (sums[3 * x + 2] * yShare + 0.5);
            rgb[row * widthPx + x] = red << 16 | green << 8 | blue;
        }
        Arrays.fill(sums, 0);
        row++;
    }
}
