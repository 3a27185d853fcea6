package io.slidestream.trainer;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/**
 * The pixels of a tile, each {@code 0xRRGGBB}, as they are stored: no colour profile is applied, since none is applied
 * to the pixels of a slide.
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
record TilePicture(int widthPx, int heightPx, int[] rgb) {
    /** @throws IOException saying why the file is no picture of 8-bit colours or greys */
    static TilePicture read(Path file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (RuntimeException e) {
            throw new IOException("damaged (" + e + ")", e); // the JDK's readers meet broken files with any of them
        }
        if (image == null) {
            throw new IOException("not a picture this version reads (png, jpg, tif, bmp)");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getColorModel() instanceof IndexColorModel) {
            return opaque(width, height, image.getRGB(0, 0, width, height, null, 0, width));
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        if (raster.getSampleModel().getSampleSize(0) != 8 || raster.getTransferType() == DataBuffer.TYPE_FLOAT) {
            throw new IOException("has " + raster.getSampleModel().getSampleSize(0) + " bits a sample, 8 are needed");
        }
        int[] samples = raster.getPixels(0, 0, width, height, (int[]) null);
        boolean hasAlpha = image.getColorModel().hasAlpha();
        int colours = hasAlpha ? bands - 1 : bands;
        if (colours != 1 && colours != 3) {
            throw new IOException("has " + colours + " colour channels, 1 or 3 are needed");
        }
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            int at = i * bands;
            int red = samples[at];
            int green = colours == 3 ? samples[at + 1] : red;
            int blue = colours == 3 ? samples[at + 2] : red;
            int alpha = hasAlpha ? samples[at + colours] : 255;
            argb[i] = alpha << 24 | red << 16 | green << 8 | blue;
        }
        return opaque(width, height, argb);
    }

    /** On white, as a slide's glass is. */
    private static TilePicture opaque(int width, int height, int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            int pixel = argb[i];
            int alpha = pixel >>> 24;
            argb[i] = alpha == 255
                    ? pixel & 0xffffff
                    : onWhite(pixel >> 16, alpha) << 16 | onWhite(pixel >> 8, alpha) << 8 | onWhite(pixel, alpha);
        }
        return new TilePicture(width, height, argb);
    }

    private static int onWhite(int sample, int alpha) {
        return ((sample & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    /** Equal for equal pixels, whatever the file format. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] row = new byte[3 * widthPx];
            digest.update((widthPx + "x" + heightPx).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            for (int y = 0; y < heightPx; y++) {
                for (int x = 0; x < widthPx; x++) {
                    int pixel = rgb[y * widthPx + x];
                    row[3 * x] = (byte) (pixel >> 16);
                    row[3 * x + 1] = (byte) (pixel >> 8);
                    row[3 * x + 2] = (byte) pixel;
                }
                digest.update(row);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
