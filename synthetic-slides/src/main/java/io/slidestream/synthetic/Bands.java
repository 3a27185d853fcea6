package io.slidestream.synthetic;

/** Pixels taken apart into three planes. */
final class Bands {
    private Bands() {}

    static byte[][] rgb(int[] rgb) {
        byte[][] bands = new byte[3][rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bands[0][i] = (byte) (rgb[i] >> 16);
            bands[1][i] = (byte) (rgb[i] >> 8);
            bands[2][i] = (byte) rgb[i];
        }
        return bands;
    }

    /** JFIF's YCbCr. */
    static byte[][] yCbCr(int[] rgb) {
        byte[][] bands = new byte[3][rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int red = rgb[i] >> 16 & 255;
            int green = rgb[i] >> 8 & 255;
            int blue = rgb[i] & 255;
            bands[0][i] = level(0.299 * red + 0.587 * green + 0.114 * blue);
            bands[1][i] = level(128 - 0.168736 * red - 0.331264 * green + 0.5 * blue);
            bands[2][i] = level(128 + 0.5 * red - 0.418688 * green - 0.081312 * blue);
        }
        return bands;
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
