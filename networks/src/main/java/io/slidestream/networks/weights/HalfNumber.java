package io.slidestream.networks.weights;

/** Numbers of 16 bits, IEEE 754's binary16, which Java has functions for from version 20 on. */
public final class HalfNumber {
    private HalfNumber() {}

    /** The same number as a float. */
    public static float toFloat(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat(exponent - 15 + 127 << 23 | fraction << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /**
     * The nearest number, of two as near the even one.
     *
     * @throws IllegalArgumentException if the float is none or too large
     */
    public static short nearest(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (!(magnitude < 65520)) {
            throw new IllegalArgumentException(value + " is no number of 16 bits");
        }
        int exponent = Math.max(-14, Math.getExponent(magnitude));
        int fraction = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
        // A fraction of 2048 is the next exponent's first, and one below 1024 a subnormal number: the sum carries.
        return (short) (sign | ((exponent + 14) << 10) + fraction);
    }
}
