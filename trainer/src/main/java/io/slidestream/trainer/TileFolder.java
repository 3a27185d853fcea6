package io.slidestream.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labelled tiles: a folder for each class, the folder's name is the label.
 *
 * <p>Each picture is there once: where several files hold the same pixels, the first by name stays, or else one could be
 * trained on and another tested on. Where they lie in several classes, none stays, since nobody knows which is right.
 *
 * @param classNames sorted, the order of the network's outputs
 * @param tiles sorted by class and file name
 * @param tileSizePx side of every tile
 * @param repeats files left out because another holds the same pixels
 * @param contradictions files left out because the same pixels lie in another class too
 */
record TileFolder(
        Path root, List<String> classNames, List<Tile> tiles, int tileSizePx, int repeats, List<Path> contradictions) {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "tif", "tiff", "bmp");
    private static final int MOST_NAMED = 20;

    /**
     * Reads every picture once.
     *
     * @throws TrainingException naming all files and classes that cannot be used
     */
    static TileFolder open(Path root) {
        List<Path> classFolders = list(root, Files::isDirectory);
        if (classFolders.size() < 2) {
            throw new TrainingException(root + " holds " + classFolders.size()
                    + " class folders, at least 2 are needed: put the tiles of each class into a folder of its name");
        }
        List<Tile> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < classFolders.size(); i++) {
            int classIndex = i;
            List<Path> files = list(classFolders.get(i), TileFolder::isPicture);
            if (files.isEmpty()) {
                faults.add(classFolders.get(i) + " holds no tile (png, jpg, tif, bmp)");
            }
            files.forEach(file -> found.add(new Tile(file, classIndex)));
        }
        List<Seen> seen = found.parallelStream().map(Seen::of).toList();
        faults.addAll(unusable(seen));
        if (!faults.isEmpty()) {
            throw new TrainingException(root + " cannot be used, " + faults.size() + " faults:\n  - "
                    + faults.stream().limit(MOST_NAMED).collect(Collectors.joining("\n  - "))
                    + (faults.size() > MOST_NAMED ? "\n  - and " + (faults.size() - MOST_NAMED) + " more" : ""));
        }
        return withoutRepeats(
                root, classFolders.stream().map(f -> f.getFileName().toString()).toList(), seen);
    }

    int[] countsByClass(List<Tile> some) {
        int[] counts = new int[classNames.size()];
        some.forEach(tile -> counts[tile.classIndex()]++);
        return counts;
    }

    private static List<String> unusable(List<Seen> seen) {
        Map<String, Long> sizes = seen.stream()
                .filter(s -> s.fault().isEmpty())
                .collect(Collectors.groupingBy(Seen::size, Collectors.counting()));
        String usual = sizes.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        List<String> faults = new ArrayList<>();
        for (Seen s : seen) {
            if (!s.fault().isEmpty()) {
                faults.add(s.tile().file() + ": " + s.fault());
            } else if (s.widthPx() != s.heightPx()) {
                faults.add(s.tile().file() + ": is " + s.size() + " px, tiles must be square");
            } else if (!s.size().equals(usual)) {
                faults.add(s.tile().file() + ": is " + s.size() + " px, the others are " + usual + " px");
            }
        }
        return faults;
    }

    private static TileFolder withoutRepeats(Path root, List<String> classNames, List<Seen> seen) {
        Map<String, Set<Integer>> classes = new HashMap<>();
        seen.forEach(s -> classes.computeIfAbsent(s.fingerprint(), key -> new HashSet<>())
                .add(s.tile().classIndex()));
        Set<String> kept = new HashSet<>();
        List<Tile> tiles = new ArrayList<>();
        List<Path> contradictions = new ArrayList<>();
        for (Seen s : seen) {
            if (classes.getOrDefault(s.fingerprint(), Set.of()).size() > 1) {
                contradictions.add(s.tile().file());
            } else if (kept.add(s.fingerprint())) {
                tiles.add(s.tile());
            }
        }
        List<String> empty = IntStream.range(0, classNames.size())
                .filter(i -> tiles.stream().noneMatch(tile -> tile.classIndex() == i))
                .mapToObj(classNames::get)
                .toList();
        if (!empty.isEmpty()) {
            throw new TrainingException(
                    root + " cannot be used: every tile of " + empty + " lies in another class too");
        }
        int repeats = seen.size() - tiles.size() - contradictions.size();
        return new TileFolder(
                root, classNames, List.copyOf(tiles), seen.get(0).widthPx(), repeats, List.copyOf(contradictions));
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static List<Path> list(Path folder, java.util.function.Predicate<Path> which) {
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

    /** What a first look at a file told. */
    private record Seen(Tile tile, String fault, int widthPx, int heightPx, String fingerprint) {
        static Seen of(Tile tile) {
            try {
                TilePicture picture = TilePicture.read(tile.file());
                return new Seen(tile, "", picture.widthPx(), picture.heightPx(), picture.fingerprint());
            } catch (IOException e) {
                return new Seen(tile, "unreadable: " + e.getMessage(), 0, 0, "");
            }
        }

        String size() {
            return widthPx + "x" + heightPx;
        }
    }
}
