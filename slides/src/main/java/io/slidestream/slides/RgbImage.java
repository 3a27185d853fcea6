package io.slidestream.slides;

/**
 * Opaque pixels, row by row, each {@code 0xRRGGBB}. The array is shared, not copied: who reads must not write.
 *
 * @param rgb {@code widthPx * heightPx} pixels
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared; copying a tile would cost more than reading it
public record RgbImage(int widthPx, int heightPx, int[] rgb) {
    public RgbImage {
        if (widthPx < 1 || heightPx < 1 || (long) widthPx * heightPx != rgb.length) {
            throw new IllegalArgumentException(
                    "an image of " + widthPx + "x" + heightPx + " px must have as many pixels, had " + rgb.length);
        }
    }

    /**
     * The same in fewer pixels, each the mean of the area that it covers.
     *
     * @throws IllegalArgumentException if that were more pixels, in a row or a column
     */
    public RgbImage shrunk(int toWidthPx, int toHeightPx) {
        if (toWidthPx > widthPx || toHeightPx > heightPx) {
            throw new IllegalArgumentException("an image of " + widthPx + "x" + heightPx + " px cannot be shrunk to "
                    + toWidthPx + "x" + toHeightPx);
        }
        AreaMean mean = new AreaMean(widthPx, heightPx, toWidthPx, toHeightPx);
        mean.add(this);
        return mean.image();
    }
}
