package io.slidestream.trainer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Makes small tiles on disk. */
public final class Tiles {
    private Tiles() {}

    /** Noise around one colour; another seed, other pixels. */
    public static Path write(Path folder, String name, int sizePx, int colour, long seed) {
        return write(folder, name, sizePx, sizePx, colour, seed);
    }

    public static Path write(Path folder, String name, int widthPx, int heightPx, int colour, long seed) {
        BufferedImage image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                image.setRGB(x, y, colour ^ (random.nextInt() & 0x1f1f1f));
            }
        }
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            String format = name.substring(name.lastIndexOf('.') + 1);
            if (!ImageIO.write(image, format.equals("tif") ? "tiff" : format, file.toFile())) {
                throw new IOException("no writer for " + name);
            }
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static void writeClass(Path root, String className, int count, int colour) {
        for (int i = 0; i < count; i++) {
            write(root.resolve(className), "t%02d.png".formatted(i), 16, colour, className.hashCode() + i);
        }
    }
}
