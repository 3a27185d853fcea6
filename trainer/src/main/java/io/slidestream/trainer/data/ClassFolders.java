package io.slidestream.trainer.data;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder for each class; the folder's name is the label. Hidden files and those that are no pictures do not count. */
record ClassFolders(Path root, List<String> classNames, List<Tile> tiles, List<String> faults, List<String> passedOver)
        implements TileSource {
    /** Folders that macOS and a NAS leave beside those a person made. */
    private static final Set<String> LITTER = Set.of("__MACOSX", "@eaDir", "lost+found");
    /** Files that lie in every such folder without being meant. */
    private static final Set<String> UNMEANT = Set.of("Thumbs.db", "desktop.ini");

    static ClassFolders of(Path root) {
        List<Path> folders = list(root, Files::isDirectory);
        List<Tile> tiles = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        int loose = list(root, ClassFolders::isPicture).size();
        if (loose > 0 && !folders.isEmpty()) {
            passedOver.add("pictures beside the class folders of " + root + ", which have no class: " + loose);
        }
        for (int i = 0; i < folders.size(); i++) {
            int classIndex = i;
            Path folder = folders.get(i);
            List<Path> files = list(folder, ClassFolders::isPicture);
            if (files.isEmpty()) {
                faults.add(folder + " holds no tile (" + PictureFile.KINDS + ")" + insight(folder));
            }
            files.forEach(file -> tiles.add(new Tile(file, classIndex)));
            List<Path> others = list(folder, file -> !isPicture(file));
            if (!others.isEmpty() && !files.isEmpty()) {
                passedOver.add("files in " + folder + " that are no pictures this version reads: " + others.size()
                        + ", as " + others.get(0).getFileName());
            }
        }
        List<String> names =
                folders.stream().map(f -> f.getFileName().toString()).toList();
        return new ClassFolders(root, names, List.copyOf(tiles), List.copyOf(faults), List.copyOf(passedOver));
    }

    @Override
    public String name() {
        return root.toString();
    }

    private static String insight(Path folder) {
        List<Path> folders = list(folder, Files::isDirectory);
        if (folders.isEmpty()) {
            return "";
        }
        return list(folders.get(0), ClassFolders::isPicture).isEmpty()
                ? " but folders: name the folder that holds the classes' folders"
                : " but folders of tiles: if " + folder.getFileName() + " is a class and "
                        + folders.get(0).getFileName()
                        + " a patient or a slide, move the tiles up into " + folder.getFileName()
                        + "; if " + folders.get(0).getFileName() + " is a class, name " + folder;
    }

    private static boolean isPicture(Path file) {
        return PictureFile.isNamed(file) && !Files.isDirectory(file);
    }

    private static List<Path> list(Path folder, Predicate<Path> which) {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException("there is no folder " + folder);
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(path -> isMeant(path.getFileName().toString()))
                    .filter(which)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new TrainingException("cannot look into " + folder + ": " + FileFault.words(e), e);
        }
    }

    private static boolean isMeant(String name) {
        return !name.startsWith(".") && !LITTER.contains(name) && !UNMEANT.contains(name);
    }
}
