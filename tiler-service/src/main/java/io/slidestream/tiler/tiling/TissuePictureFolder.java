package io.slidestream.tiler.tiling;

import io.slidestream.slides.ForgivingReader;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.tiler.tissue.TissueMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the pictures as files. */
final class TissuePictureFolder extends TissuePictures {
    private static final Logger log = LoggerFactory.getLogger(TissuePictureFolder.class);
    private static final int SIDE_PX = 1024;

    private final Path folder;

    /** @param folder made when it is missing */
    TissuePictureFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    void show(TilingTask task, SlideReader slide, TissueMask mask) {
        Path file = folder.resolve(fileName(task));
        try {
            Files.createDirectories(folder);
            ImageIO.write(TissuePicture.of(new ForgivingReader(slide).thumbnail(SIDE_PX), mask), "png", file.toFile());
            log.info("drew the tissue of {} into {}", task, file);
        } catch (IOException | SlideException e) {
            log.warn("could not draw the tissue of {} into {}: {}", task, file, e.getMessage());
        }
    }

    private static String fileName(TilingTask task) {
        String name = task.slide().name().replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceAll("^\\.+", "_");
        String shortened = name.length() > 100 ? name.substring(0, 100) : name;
        return shortened + "-" + task.mapId().hex().substring(0, 8) + "-tissue.png";
    }
}
