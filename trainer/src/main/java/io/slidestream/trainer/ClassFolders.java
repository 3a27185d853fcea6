package io.slidestream.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder for each class; the folder's name is the label. Hidden files and those that are no pictures do not count. */
record ClassFolders(Path root, List<String> classNames, List<Tile> tiles, List<String> faults) implements TileSource {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp");

    static ClassFolders of(Path root) {
        List<Path> folders = list(root, Files::isDirectory);
        List<Tile> tiles = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            int classIndex = i;
            List<Path> files = list(folders.get(i), ClassFolders::isPicture);
            if (files.isEmpty()) {
                faults.add(folders.get(i) + " holds no tile (png, jpg, tif, bmp)");
            }
            files.forEach(file -> tiles.add(new Tile(file, classIndex)));
        }
        List<String> names =
                folders.stream().map(f -> f.getFileName().toString()).toList();
        return new ClassFolders(root, names, List.copyOf(tiles), List.copyOf(faults));
    }

    @Override
    public String name() {
        return root.toString();
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static List<Path> list(Path folder, Predicate<Path> which) {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException("there is no folder " + folder);
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(which)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new TrainingException("cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }
}
