package io.slidestream.trainer.data;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.picture.TilePicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labelled tiles that were all looked at.
 *
 * <p>Each picture is there once: where several hold the same pixels, the first by name stays, or else one could be
 * trained on and another tested on. Where they lie in several classes, none stays, since nobody knows which is right.
 *
 * @param source what messages call where they come from
 * @param classNames the order of the network's outputs; a class may be without tiles
 * @param tiles sorted by class and name
 * @param fingerprints of the tiles' pixels, in the same order
 * @param sizes of the tiles
 * @param repeated tiles left out because another holds the same pixels
 * @param contradictions names of tiles left out because the same pixels lie in another class too
 * @param skipped names of tiles left out because they cannot be read, each with the reason
 * @param passedOver what lies there and is no tile, a line for each kind
 */
public record TileSet(
        String source,
        List<String> classNames,
        List<Tile> tiles,
        List<String> fingerprints,
        TileSizes sizes,
        List<Repeat> repeated,
        List<String> contradictions,
        List<String> skipped,
        List<String> passedOver) {
    /** A tile that was left out, and the one of the same pixels that stays. */
    public record Repeat(Tile left, Tile kept) {}

    private static final int MOST_NAMED = 20;

    /** Tiles that a class needs to be in all three parts of a split. */
    private static final int TESTABLE = 3;

    /** Ratio of the largest class to one that is named as rare. */
    private static final int RARE = 20;

    /**
     * Reads every picture once.
     *
     * @throws TrainingException naming all tiles and classes that cannot be used
     */
    public static TileSet open(Path path, Unreadable unreadable) {
        return of(TileSource.of(path), unreadable);
    }

    public static TileSet of(TileSource source, Unreadable unreadable) {
        if (source.classNames().isEmpty()) {
            throw new TrainingException(
                    source.name() + " holds no folder: put the tiles of each class into a folder of its name");
        }
        List<Seen> all = source.tiles().parallelStream().map(Seen::of).toList();
        List<Seen> readable = all.stream().filter(s -> s.fault().isEmpty()).toList();
        List<String> broken = all.stream()
                .filter(s -> !s.fault().isEmpty())
                .map(s -> s.tile().name() + ": " + s.fault())
                .toList();
        List<String> faults = new ArrayList<>(source.faults());
        if (unreadable == Unreadable.REFUSED) {
            faults.addAll(broken);
        }
        if (unreadable == Unreadable.SKIPPED) {
            faults.addAll(classesLost(source.classNames(), all, readable));
        }
        if (!faults.isEmpty()) {
            throw new TrainingException(source.name() + " cannot be used, " + faults.size()
                    + (faults.size() == 1 ? " fault" : " faults") + ":\n  - "
                    + named(faults, "\n  - ")
                    + (broken.isEmpty() || unreadable == Unreadable.SKIPPED
                            ? ""
                            : "\nMend or remove what is unreadable, or leave it out with --skip-unreadable."));
        }
        if (readable.isEmpty()) {
            throw new TrainingException(source.name() + " holds no tile that can be read");
        }
        return withoutRepeats(source, readable, broken);
    }

    /**
     * The same tiles with another order of classes, which may have more of them.
     *
     * @throws TrainingException if a class of these is none of those
     */
    public TileSet inTermsOf(List<String> names) {
        List<String> unknown =
                classNames.stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new TrainingException(source + " has classes " + unknown + " which the model does not know; it knows "
                    + names + ". Name the folders as the model names its classes.");
        }
        List<Tile> renamed = tiles.stream()
                .map(tile -> new Tile(tile.image(), names.indexOf(classNames.get(tile.classIndex()))))
                .toList();
        return new TileSet(source, names, renamed, fingerprints, sizes, repeated, contradictions, skipped, passedOver);
    }

    /**
     * Makes sure that nothing here is there too.
     *
     * @throws TrainingException naming the tiles of these that hold pixels of those
     */
    public void checkDisjoint(TileSet other) {
        Map<String, String> others = new HashMap<>();
        for (int i = 0; i < other.tiles.size(); i++) {
            others.put(other.fingerprints.get(i), other.tiles.get(i).name());
        }
        List<String> shared = IntStream.range(0, tiles.size())
                .filter(i -> others.containsKey(fingerprints.get(i)))
                .mapToObj(i -> tiles.get(i).name() + " holds the pixels of " + others.get(fingerprints.get(i)))
                .toList();
        if (!shared.isEmpty()) {
            throw new TrainingException(shared.size() + " tiles of " + source + " are in " + other.source
                    + " too, so a test on them would tell nothing; remove them from one of the two:\n  - "
                    + named(shared, "\n  - "));
        }
    }

    /** Number of tiles left out because another holds the same pixels. */
    public int repeats() {
        return repeated.size();
    }

    /** Side of most of the tiles. */
    public int tileSizePx() {
        return sizes.usualPx();
    }

    public int[] countsByClass(List<Tile> some) {
        int[] counts = new int[classNames.size()];
        some.forEach(tile -> counts[tile.classIndex()]++);
        return counts;
    }

    /** Notes on what was left out or changed and why, a line each; empty if nothing was. */
    public List<String> remarks() {
        List<String> lines = new ArrayList<>(sizes.remarks());
        lines.addAll(passedOver);
        if (!repeated.isEmpty()) {
            lines.add(repeats() + " left out that repeat the pixels of another");
        }
        if (!contradictions.isEmpty()) {
            lines.add(contradictions.size() + " left out whose pixels lie in several classes: "
                    + named(contradictions, ", "));
        }
        if (!skipped.isEmpty()) {
            lines.add(skipped.size() + " left out that cannot be read:\n  - " + named(skipped, "\n  - "));
        }
        return lines;
    }

    /** Notes on classes of which little can be learned, or nothing measured; for those who train on all of these. */
    public List<String> imbalance() {
        int[] counts = countsByClass(tiles);
        int most = Arrays.stream(counts).max().orElse(0);
        List<String> few = new ArrayList<>();
        List<String> rare = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            String counted = classNames.get(i) + " (" + counts[i] + ")";
            if (counts[i] > 0 && counts[i] < TESTABLE) {
                few.add(counted);
            } else if (counts[i] > 0 && (long) counts[i] * RARE < most) {
                rare.add(counted);
            }
        }
        List<String> lines = new ArrayList<>();
        if (!few.isEmpty()) {
            lines.add("classes of fewer than " + TESTABLE
                    + " tiles, which are not in each of training, validation and test: " + named(few, ", ")
                    + "; add tiles, or leave the classes out");
        }
        if (!rare.isEmpty()) {
            lines.add("classes with less than a " + RARE + "th of the tiles of the largest (" + most + "): "
                    + named(rare, ", ") + "; their figures are of few tiles");
        }
        return lines;
    }

    /** The first of many, and how many more there are. */
    static String named(List<String> names, String separator) {
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(separator))
                + (names.size() > MOST_NAMED ? separator + "and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    private static List<String> classesLost(List<String> names, List<Seen> all, List<Seen> readable) {
        return IntStream.range(0, names.size())
                .filter(c -> all.stream().anyMatch(s -> s.tile().classIndex() == c))
                .filter(c -> readable.stream().noneMatch(s -> s.tile().classIndex() == c))
                .mapToObj(c -> "class " + names.get(c) + " has no tile that can be read")
                .toList();
    }

    private static TileSet withoutRepeats(TileSource source, List<Seen> seen, List<String> skipped) {
        Map<String, Set<Integer>> classes = new HashMap<>();
        seen.forEach(s -> classes.computeIfAbsent(s.fingerprint(), key -> new HashSet<>())
                .add(s.tile().classIndex()));
        Map<String, Tile> kept = new HashMap<>();
        List<Repeat> repeated = new ArrayList<>();
        List<Tile> tiles = new ArrayList<>();
        List<String> fingerprints = new ArrayList<>();
        List<TileSizes.Of> sizes = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        Set<Integer> lost = new HashSet<>();
        for (Seen s : seen) {
            if (classes.getOrDefault(s.fingerprint(), Set.of()).size() > 1) {
                contradictions.add(s.tile().name());
                lost.add(s.tile().classIndex());
                continue;
            }
            Tile first = kept.putIfAbsent(s.fingerprint(), s.tile());
            if (first != null) {
                repeated.add(new Repeat(s.tile(), first));
            } else {
                tiles.add(s.tile());
                fingerprints.add(s.fingerprint());
                sizes.add(s.size());
            }
        }
        tiles.forEach(tile -> lost.remove(tile.classIndex()));
        if (!lost.isEmpty()) {
            throw new TrainingException(source.name() + " cannot be used: every tile of "
                    + lost.stream().map(source.classNames()::get).sorted().toList() + " lies in another class too");
        }
        return new TileSet(
                source.name(),
                source.classNames(),
                List.copyOf(tiles),
                List.copyOf(fingerprints),
                TileSizes.of(sizes),
                List.copyOf(repeated),
                List.copyOf(contradictions),
                skipped,
                source.passedOver());
    }

    /**
     * Result of a first look at a picture.
     *
     * @param fault empty where the picture can be used
     * @param size of the picture as it is stored
     */
    private record Seen(Tile tile, String fault, TileSizes.Of size, String fingerprint) {
        static Seen of(Tile tile) {
            try {
                TilePicture picture = tile.image().read();
                TileSizes.Of size = new TileSizes.Of(picture.widthPx(), picture.heightPx());
                return new Seen(tile, "", size, picture.middleSquare().fingerprint());
            } catch (IOException e) {
                return new Seen(tile, "unreadable: " + FileFault.words(e), TileSizes.Of.NOTHING, "");
            }
        }
    }
}
