package io.slidestream.slides.series;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.FileUris;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder that is named where a slide is asked for: the slide is the series in it. */
public final class SeriesFolder {
    private SeriesFolder() {}

    /**
     * The file that the slide is opened by: the first of the folder's only series; the path itself where it is no folder, or
     * one without DICOM files.
     *
     * @throws SlideException NOT_A_SLIDE if there are several series, FAILED if the folder cannot be read
     */
    public static Path file(Path path) throws SlideException {
        if (!Files.isDirectory(path)) {
            return path;
        }
        List<Path> files = SeriesFiles.instances(path);
        if (files.isEmpty()) {
            return path;
        }
        Map<String, Path> firsts = new LinkedHashMap<>();
        for (Path file : files) {
            firsts.putIfAbsent(SeriesFiles.series(file).orElse(FileUris.text(file)), file);
        }
        if (firsts.size() > 1) {
            throw new SlideException(
                    RejectionReason.NOT_A_SLIDE,
                    FileUris.text(path) + " is a folder with " + firsts.size()
                            + " DICOM series; name a file of one, as " + FileUris.fileName(files.get(0)));
        }
        return files.get(0);
    }
}
