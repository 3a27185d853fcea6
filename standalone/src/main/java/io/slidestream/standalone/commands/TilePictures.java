package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Pictures of a folder, at any depth, in the order of their paths. */
record TilePictures(List<Path> files) {
    static final int MOST = 512;
    static final TilePictures NONE = new TilePictures(List.of());

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp");

    TilePictures {
        files = List.copyOf(files);
    }

    /** Takes the pixels of one picture, 0xRRGGBB. */
    interface Viewer {
        void show(int[] rgb, int widthPx, int heightPx);
    }

    /** All of a folder, or {@value #MOST} at equal distances. */
    static TilePictures in(Path folder) {
        List<Path> all = all(folder);
        int count = Math.min(MOST, all.size());
        return new TilePictures(IntStream.range(0, count)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
                .toList());
    }

    /** Lists the pictures in order of their paths, at least one. */
    static List<Path> all(Path folder) {
        try (Stream<Path> content = Files.walk(folder)) {
            List<Path> all = content.filter(TilePictures::isPicture).sorted().toList();
            if (all.isEmpty()) {
                throw new UsageException(folder + " holds no pictures (png, jpg, tif, bmp)");
            }
            return all;
        } catch (IOException e) {
            throw new UsageException(folder + " is no folder that can be read");
        }
    }

    void forEach(Viewer viewer) {
        files.forEach(file -> show(file, viewer));
    }

    static void show(Path file, Viewer viewer) {
        BufferedImage image = read(file);
        int width = image.getWidth();
        int height = image.getHeight();
        viewer.show(image.getRGB(0, 0, width, height, null, 0, width), width, height);
    }

    private static BufferedImage read(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image != null) {
                return image;
            }
        } catch (IOException | RuntimeException e) { // the JDK's readers meet broken files with any of them
            throw new UsageException(file + " cannot be read: " + e.getMessage());
        }
        throw new UsageException(file + " is no picture");
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
