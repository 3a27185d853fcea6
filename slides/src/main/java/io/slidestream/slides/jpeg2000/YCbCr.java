package io.slidestream.slides.jpeg2000;

/** The conversion of OpenSlide, to the bit: tables of rounded products, green in 16 fractional bits. */
final class YCbCr {
    private static final int[] RED_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            RED_OF_CR[i] = rounded(1.402 * (i - 128));
            GREEN_OF_CB[i] = rounded((1 << 16) * (0.5 - 0.34414 * (i - 128)));
            GREEN_OF_CR[i] = rounded((1 << 16) * -0.71414 * (i - 128));
            BLUE_OF_CB[i] = rounded(1.772 * (i - 128));
        }
    }

    private YCbCr() {}

    static int rgb(int y, int cb, int cr) {
        return clamp(y + RED_OF_CR[cr]) << 16
                | clamp(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> 16)) << 8
                | clamp(y + BLUE_OF_CB[cb]);
    }

    /** Halves away from zero, as C's round(). */
    private static int rounded(double value) {
        return (int) (Math.signum(value) * Math.floor(Math.abs(value) + 0.5));
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
