package io.slidestream.contracts;

/** A rectangle of the slide in level-0 pixels. */
public record Level0Region(long x, long y, int width, int height) {
    public Level0Region {
        Checks.inRange("x", x, 0, Integer.MAX_VALUE);
        Checks.inRange("y", y, 0, Integer.MAX_VALUE);
        Checks.inRange("width", width, 1, Integer.MAX_VALUE);
        Checks.inRange("height", height, 1, Integer.MAX_VALUE);
    }

    /** Words for a message. */
    @Override
    public String toString() {
        return width + "x" + height + " px at " + x + "," + y;
    }
}
