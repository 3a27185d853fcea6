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
}
