package io.slidestream.slides;

/**
 * One level of the pyramid.
 *
 * @param index 0 is full resolution
 * @param downsample level-0 pixels per pixel of this level
 */
public record Level(int index, long widthPx, long heightPx, double downsample) {
    public Level {
        if (index < 0 || widthPx < 1 || heightPx < 1 || !(downsample > 0 && downsample < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "not a level: index " + index + ", " + widthPx + "x" + heightPx + " px, downsample " + downsample);
        }
    }
}
