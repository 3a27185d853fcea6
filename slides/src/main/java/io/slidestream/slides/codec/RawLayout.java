package io.slidestream.slides.codec;

import java.util.Optional;

/** Order of uncompressed samples of 8 bits, and what they say. */
public enum RawLayout {
    RGB,
    RGB_PLANAR,
    YBR,
    YBR_PLANAR,
    /** Two pixels in four bytes: Y, Y, Cb, Cr. */
    YBR_422,
    /** The same as video has it: Y, Cb, Y, Cr. */
    YUYV,
    GREY,
    /** The smallest value is white. */
    GREY_INVERTED;

    /** Order of the samples of a picture. */
    public enum Planes {
        INTERLEAVED,
        APART
    }

    /** By DICOM's Photometric Interpretation; empty for what is not read. */
    public static Optional<RawLayout> of(String photometric, int samples, Planes planes) {
        return switch (photometric + " " + samples) {
            case "RGB 3" -> Optional.of(planes == Planes.APART ? RGB_PLANAR : RGB);
            case "YBR_FULL 3" -> Optional.of(planes == Planes.APART ? YBR_PLANAR : YBR);
            case "YBR_FULL_422 3" -> Optional.of(YBR_422);
            case "MONOCHROME2 1" -> Optional.of(GREY);
            case "MONOCHROME1 1" -> Optional.of(GREY_INVERTED);
            default -> Optional.empty();
        };
    }

    int samples() {
        return this == GREY || this == GREY_INVERTED ? 1 : 3;
    }

    /** Bytes of a tile. */
    public long bytes(int widthPx, int heightPx) {
        long pixels = (long) widthPx * heightPx;
        return switch (this) {
            case RGB, RGB_PLANAR, YBR, YBR_PLANAR -> 3 * pixels;
            case YBR_422, YUYV -> 2L * (widthPx + widthPx % 2) * heightPx;
            case GREY, GREY_INVERTED -> pixels;
        };
    }

    /** Writes a tile's pixels. */
    void decode(byte[] bytes, int widthPx, int heightPx, TilePixels target) {
        int[] row = new int[widthPx];
        for (int y = 0; y < heightPx; y++) {
            row(bytes, widthPx, heightPx, y, row);
            target.pixels().put(y * widthPx, row);
        }
    }

    /** Writes one row as {@code 0xRRGGBB}. */
    private void row(byte[] bytes, int widthPx, int heightPx, int y, int[] rgb) {
        int plane = widthPx * heightPx;
        int from = y * widthPx;
        for (int x = 0; x < widthPx; x++) {
            int at = from + x;
            rgb[x] = switch (this) {
                case RGB -> rgb(bytes[3 * at], bytes[3 * at + 1], bytes[3 * at + 2]);
                case RGB_PLANAR -> rgb(bytes[at], bytes[plane + at], bytes[2 * plane + at]);
                case YBR -> ybr(bytes[3 * at], bytes[3 * at + 1], bytes[3 * at + 2]);
                case YBR_PLANAR -> ybr(bytes[at], bytes[plane + at], bytes[2 * plane + at]);
                case YBR_422 -> {
                    int pair = 2 * y * (widthPx + widthPx % 2) + x / 2 * 4;
                    yield ybr(bytes[pair + x % 2], bytes[pair + 2], bytes[pair + 3]);
                }
                case YUYV -> {
                    int pair = 2 * y * (widthPx + widthPx % 2) + x / 2 * 4;
                    yield ybr(bytes[pair + x % 2 * 2], bytes[pair + 1], bytes[pair + 3]);
                }
                case GREY -> rgb(bytes[at], bytes[at], bytes[at]);
                case GREY_INVERTED -> 0xffffff ^ rgb(bytes[at], bytes[at], bytes[at]);
            };
        }
    }

    private static int rgb(byte red, byte green, byte blue) {
        return (red & 255) << 16 | (green & 255) << 8 | blue & 255;
    }

    /** As JPEG's (ITU-R BT.601, full range). */
    private static int ybr(byte luma, byte blueness, byte redness) {
        int y = luma & 255;
        int cb = (blueness & 255) - 128;
        int cr = (redness & 255) - 128;
        return limit(y + 1.402 * cr) << 16 | limit(y - 0.344136 * cb - 0.714136 * cr) << 8 | limit(y + 1.772 * cb);
    }

    private static int limit(double value) {
        return (int) Math.max(0, Math.min(255, Math.rint(value)));
    }
}
