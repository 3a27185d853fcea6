package io.slidestream.standalone.commands;

import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Pictures in folders named as a model names its classes; a class may be missing. */
final class LabelledTiles {
    private LabelledTiles() {}

    private record Labelled(Path file, int classIndex) implements LabelledPicture {
        @Override
        public void show(Viewer viewer) {
            TilePictures.show(file, viewer::see);
        }
    }

    /** @throws UsageException naming folders that are no class of the model, and folders that cannot be read */
    static List<LabelledPicture> in(Path folder, List<String> classNames) {
        List<LabelledPicture> tiles = new ArrayList<>();
        for (Path labelled : folders(folder)) {
            int classIndex = classNames.indexOf(labelled.getFileName().toString());
            if (classIndex < 0) {
                throw new UsageException(labelled + " is none of the model's classes " + classNames
                        + ": name the folders as the model names its classes");
            }
            TilePictures.all(labelled).forEach(file -> tiles.add(new Labelled(file, classIndex)));
        }
        return tiles;
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            List<Path> folders = content.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new UsageException(
                        folder + " holds no folders: put the tiles of each class into a folder of its" + " name");
            }
            return folders;
        } catch (IOException e) {
            throw new UsageException(folder + " is no folder that can be read");
        }
    }
}
