package io.slidestream.mapfiles.results;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;

import io.slidestream.contracts.MapId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/*
 * The newest map stays where a slide's map has always been, so that no link, script or setting breaks; the one before it moves to
 * maps/<map id> below. A folder cannot be renamed into itself, and folders of other slides may lie in it, so the files get a
 * second name each in a draft beside the target, which is then renamed: before that the old map lies in its old place alone,
 * after it in both, and only then is the old place cleared. Whoever is killed in between begins anew and finds it so.
 */
/** Earlier maps of a slide, of other models or settings: a folder each, {@code maps/<map id>} in the slide's folder. */
public final class EarlierMaps {
    /** Between a slide's folder and its earlier maps. */
    public static final String FOLDER = "maps";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final String DRAFT = ".writing-";

    private EarlierMaps() {}

    /** The place of an earlier map. */
    public static Path in(Path slideFolder, MapId map) {
        return slideFolder.resolve(FOLDER).resolve(map.hex());
    }

    /** Whether a folder is the place of an earlier map. */
    public static boolean isOne(Path folder) {
        Path parent = folder.getParent();
        return parent != null
                && isId(String.valueOf(folder.getFileName()))
                && String.valueOf(parent.getFileName()).equals(FOLDER);
    }

    /** The folder of the slide that an earlier map is of; any other folder itself. */
    public static Path slideFolder(Path folder) {
        Path parent = isOne(folder) ? folder.getParent() : null;
        Path slide = parent == null ? null : parent.getParent();
        return slide == null ? folder : slide;
    }

    /** The earlier maps in a slide's folder, in order of their ids. */
    public static List<Path> below(Path slideFolder) throws IOException {
        try (Stream<Path> entries = Files.list(slideFolder.resolve(FOLDER))) {
            return entries.filter(entry -> isOne(entry) && Files.exists(entry.resolve(ResultFiles.SUMMARY)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException e) {
            return List.of();
        }
    }

    static boolean isId(String name) {
        return ID.matcher(name).matches();
    }

    /** The finished map in a folder, if another is to take its place. */
    static Optional<MapSummary> giving(Path folder, MapId coming) throws IOException {
        if (!Files.exists(folder.resolve(ResultFiles.SUMMARY))) {
            return Optional.empty();
        }
        MapSummary there;
        try {
            there = MapSummary.in(folder);
        } catch (ForeignSummaryException e) {
            return Optional.empty();
        }
        return there.isMapped() && isId(there.mapIdHex()) && !there.mapIdHex().equals(coming.hex())
                ? Optional.of(there)
                : Optional.empty();
    }

    /**
     * Has the map in a folder lie among the earlier ones too.
     *
     * @return its place there
     */
    static Path keep(Path folder, MapId map) throws IOException {
        Path place = in(folder, map);
        Path all = Files.createDirectories(place.getParent());
        Path draft = all.resolve(DRAFT + map.hex());
        FolderDraft.delete(draft);
        Files.createDirectory(draft);
        for (String name : files(folder)) {
            link(folder.resolve(name), draft.resolve(name));
        }
        force(draft);
        FolderDraft.delete(place); // of the same map, and older: it lies in its folder whole
        Files.move(draft, place, ATOMIC_MOVE);
        force(all);
        force(folder);
        return place;
    }

    /** Removes a map from the earlier ones, since it is the newest again. Whether it was there. */
    static boolean drop(Path folder, MapId map) throws IOException {
        Path place = in(folder, map);
        if (!Files.isDirectory(place)) {
            return false;
        }
        Files.deleteIfExists(place.resolve(ResultFiles.SUMMARY));
        FolderDraft.delete(place);
        try (Stream<Path> others = Files.list(place.getParent())) {
            if (others.findAny().isPresent()) {
                return true;
            }
        }
        Files.delete(place.getParent());
        return true;
    }

    /** Names of what is there of a map. */
    static Set<String> files(Path folder) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : ResultFiles.ALL) {
            if (Files.exists(folder.resolve(name)) && ResultFiles.isOfMap(folder.resolve(name))) {
                names.add(name);
            }
        }
        return names;
    }

    /** Gives files a second name, which costs no room; copies them where the file system has no such names. */
    private static void link(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                linkFile(file, file.equals(from) ? to : to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void linkFile(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, name, StandardCopyOption.COPY_ATTRIBUTES);
            force(name);
        }
    }

    /** Makes a file, or a folder's entries, survive a power cut. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            channel.force(true);
        }
    }
}
