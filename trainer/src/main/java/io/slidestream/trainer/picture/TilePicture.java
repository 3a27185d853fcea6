package io.slidestream.trainer.picture;

import io.slidestream.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The pixels of a tile, row by row, each {@code 0xRRGGBB}. */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record TilePicture(int widthPx, int heightPx, int[] rgb) {
    /** Lays a picture on white, as a slide's glass is. The array is used. */
    public static TilePicture onWhite(int widthPx, int heightPx, int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            int pixel = argb[i];
            int alpha = pixel >>> 24;
            argb[i] = alpha == 255
                    ? pixel & 0xffffff
                    : onWhite(pixel >> 16, alpha) << 16 | onWhite(pixel >> 8, alpha) << 8 | onWhite(pixel, alpha);
        }
        return new TilePicture(widthPx, heightPx, argb);
    }

    private static int onWhite(int sample, int alpha) {
        return ((sample & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    boolean isSquare() {
        return widthPx == heightPx;
    }

    /** The square in the middle, as large as fits; the picture itself where it is square. */
    public TilePicture middleSquare() {
        if (isSquare()) {
            return this;
        }
        int side = Math.min(widthPx, heightPx);
        int first = (heightPx - side) / 2 * widthPx + (widthPx - side) / 2;
        int[] square = new int[side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(rgb, first + y * widthPx, square, y * side, side);
        }
        return new TilePicture(side, side, square);
    }

    /** Equal for equal pixels, whatever the file format. */
    public String fingerprint() {
        MessageDigest digest = Sha256.begin();
        byte[] row = new byte[3 * widthPx];
        digest.update((widthPx + "x" + heightPx).getBytes(StandardCharsets.US_ASCII));
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                int pixel = rgb[y * widthPx + x];
                row[3 * x] = (byte) (pixel >> 16);
                row[3 * x + 1] = (byte) (pixel >> 8);
                row[3 * x + 2] = (byte) pixel;
            }
            digest.update(row);
        }
        return Sha256.end(digest);
    }
}
