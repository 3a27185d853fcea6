package io.slidestream.trainer.data;

import io.slidestream.trainer.picture.TilePicture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Picture files of tiles: png, jpg, tif (uncompressed, LZW, deflate, JPEG, PackBits; of several pages the first) and bmp,
 * of 8-bit colours or greys or with a palette. What is transparent stands on white. Colour profiles and the orientation
 * that a camera notes are passed over, since a slide's pixels are taken as they are stored too.
 */
final class PictureFile {
    static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp");
    static final String KINDS = "png, jpg, tif, bmp";
    /** A tile is far smaller; a header may claim anything. */
    private static final int MAX_SIDE_PX = 8_192;
    /** Several are decoded at once, with eight bytes a pixel. */
    private static final int MAX_PIXELS = 1 << 24;

    private PictureFile() {}

    /** Whether its name says that it is one; hidden files are none. */
    static boolean isNamed(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** @throws IOException saying why it is no whole picture of 8-bit colours or greys */
    static TilePicture read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        if (bytes.length == 0) {
            throw new IOException("is empty");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a picture this version reads (" + KINDS + ")");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return pixels(decoded(reader));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException e) { // the JDK's readers meet broken files with any of them
            throw new IOException("damaged (" + e + ")", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("is not there (a link to nowhere?)", e);
        } catch (AccessDeniedException e) {
            throw new IOException("may not be read: its permissions forbid it", e);
        }
    }

    private static BufferedImage decoded(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (Math.max(width, height) > MAX_SIDE_PX) {
            throw new IOException("is " + width + "x" + height + " px, a tile has at most " + MAX_SIDE_PX + " a side");
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException("is " + width + "x" + height + " px, a tile has at most " + MAX_PIXELS + " pixels");
        }
        Complaints complaints = new Complaints();
        reader.addIIOReadWarningListener(complaints);
        BufferedImage image = reader.read(0);
        if (!complaints.damage.isEmpty()) {
            throw new IOException("damaged (" + complaints.damage + ")");
        }
        return image;
    }

    private static TilePicture pixels(BufferedImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getColorModel() instanceof IndexColorModel) {
            return TilePicture.onWhite(width, height, image.getRGB(0, 0, width, height, null, 0, width));
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int bits = raster.getSampleModel().getSampleSize(0);
        if (bits != 8 || raster.getTransferType() == DataBuffer.TYPE_FLOAT) {
            throw new IOException(
                    "has " + bits + " bits a sample, save it with 8 (which of them hold the picture is not known)");
        }
        boolean hasAlpha = image.getColorModel().hasAlpha();
        int colours = hasAlpha ? bands - 1 : bands;
        int space = image.getColorModel().getColorSpace().getType();
        if ((colours != 1 && colours != 3) || (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY)) {
            throw new IOException("has " + colours + " colour channels that are neither RGB nor grey, save it as RGB");
        }
        int[] row = new int[width * bands];
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                int red = row[at];
                int green = colours == 3 ? row[at + 1] : red;
                int blue = colours == 3 ? row[at + 2] : red;
                int alpha = hasAlpha ? row[at + colours] : 255;
                argb[y * width + x] = alpha << 24 | red << 16 | green << 8 | blue;
            }
        }
        return TilePicture.onWhite(width, height, argb);
    }

    /**
     * The JDK's JPEG reader fills what is missing with grey and only warns. Bytes too many between segments, which some
     * writers leave, cost no pixel.
     */
    private static final class Complaints implements javax.imageio.event.IIOReadWarningListener {
        private String damage = "";

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            boolean costsPixels = warning.startsWith("Corrupt") || warning.startsWith("Premature");
            if (costsPixels && !warning.contains("extraneous")) {
                damage = warning;
            }
        }
    }
}
