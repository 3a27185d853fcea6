package io.slidestream.networks.graph;

/**
 * The numbers that a byte stands for: {@code scale · (byte − zero)}. What lies outside is clipped.
 *
 * @param scale difference of the values of neighbouring bytes
 * @param zero the byte of zero, in 0..255
 */
public record ByteScale(float scale, int zero) {
    public static final int LARGEST = 255;

    public ByteScale {
        if (!(scale > 0) || Float.isInfinite(scale) || zero < 0 || zero > LARGEST) {
            throw new IllegalArgumentException(
                    "a byte's scale must be positive and its zero in 0..255, were " + scale + " and " + zero);
        }
    }
}
