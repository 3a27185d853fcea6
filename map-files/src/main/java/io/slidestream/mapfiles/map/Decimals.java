package io.slidestream.mapfiles.map;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Numbers as text. */
public final class Decimals {
    private Decimals() {}

    /**
     * The shortest decimal that reads back as the same float. {@link Float#toString} gives that only from Java 19 on, so
     * the bytes of a map would depend on the Java that wrote it.
     */
    public static String of(float value) {
        return NumberOutput.toString(value, true);
    }

    /** Rounded to the places that mean something, so that sums do not print as 0.30000000000000004. */
    public static double rounded(double value, int places) {
        double scale = Math.pow(10, places);
        return Math.rint(value * scale) / scale;
    }
}
