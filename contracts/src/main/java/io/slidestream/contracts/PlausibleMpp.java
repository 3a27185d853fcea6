package io.slidestream.contracts;

/**
 * The microns per level-0 pixel that a scan of a glass slide can have: from 100x oil to a flatbed's. A number outside is a
 * mistake, and a dear one: half of it makes four times the tiles.
 */
public final class PlausibleMpp {
    public static final double MIN = 0.05;
    public static final double MAX = 5;

    /** The bounds, as messages name them. */
    public static final String RANGE = "0.05..5";

    private PlausibleMpp() {}

    public static boolean contains(double mpp) {
        return mpp >= MIN && mpp <= MAX;
    }

    /** @throws IllegalArgumentException naming the value's name, if it is not plausible */
    public static void check(String name, double mpp) {
        if (!contains(mpp)) {
            throw new IllegalArgumentException(name + " must be in " + RANGE + " microns per pixel, was " + mpp);
        }
    }
}
