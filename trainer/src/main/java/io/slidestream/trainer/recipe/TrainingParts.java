package io.slidestream.trainer.recipe;

import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Cases;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.data.TileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of a training, in parts.
 *
 * @param set what is trained and validated on, and unless other tiles were named also tested
 * @param drawnBy the shares that were drawn, or null where the data came in parts
 * @param testSource what messages call the tiles tested on
 * @param remarks what a person should know of them, a line each
 * @param cases that stay in one part, or groups that look alike; null where the tiles were drawn one by one
 */
public record TrainingParts(
        TileSet set,
        Split split,
        @Nullable SplitRatios drawnBy,
        String testSource,
        List<String> remarks,
        @Nullable Cases cases) {
    /** @throws TrainingException naming what cannot be used */
    public static TrainingParts of(TrainingTiles request) {
        TileSource source = TileSource.of(request.tiles());
        TileSet set = TileSet.of(source, request.unreadable());
        checkClasses(set);
        Path test = request.test();
        String groups = request.groups();
        Optional<Split> given =
                request.ratios() == null && groups == null && test == null ? source.givenSplit() : Optional.empty();
        Cases cases = groups != null
                ? Cases.of(groups, request.tiles(), set)
                : given.isPresent() ? null : Cases.alike(set, request.seed()).orElse(null);
        TrainingParts parts;
        if (test == null) {
            SplitRatios ratios = given.isPresent() ? null : request.ratiosOr(SplitRatios.KATHER);
            Split split = ratios == null ? kept(given.orElseThrow(), set) : drawn(set, cases, ratios, request.seed());
            List<String> remarks = new ArrayList<>(set.remarks());
            remarks.addAll(set.imbalance());
            if (ratios != null) {
                remarks.addAll(ofCases(request.tiles(), set, split, cases));
            }
            parts = new TrainingParts(set, split, ratios, set.source(), List.copyOf(remarks), cases);
        } else {
            TileSet others = TileSet.of(TileSource.of(test).toTestOn(), request.unreadable())
                    .inTermsOf(set.classNames());
            others.checkDisjoint(set);
            if (groups != null && cases != null) {
                checkCases(cases, set, Cases.of(groups, test, others), others);
            }
            SplitRatios ratios = request.ratiosOr(SplitRatios.KATHER_WITHOUT_TEST);
            Split own = drawn(set, cases, ratios, request.seed());
            Split split = new Split(own.training(), own.validation(), others.tiles());
            List<String> remarks = new ArrayList<>(remarks(set, others));
            if (cases != null) {
                remarks.addAll(ofCases(request.tiles(), set, split, cases));
            }
            parts = new TrainingParts(set, split, ratios, others.source(), List.copyOf(remarks), cases);
        }
        if (parts.split.validation().isEmpty()
                || parts.split.training().isEmpty()
                || parts.split.test().isEmpty() && !leavesNoneToTest(parts.drawnBy, test)) {
            if (cases != null && cases.areNamed()) {
                throw new TrainingException(
                        request.tiles() + " has " + cases.among(set.tiles()).size() + " cases by " + cases.source()
                                + ", too few for each part to have one (those that alone have a class are trained on);"
                                + " add cases, or leave out --groups: the figures are too good then, and only --test"
                                + " with tiles of other cases tells more");
            }
            throw new TrainingException(request.tiles()
                    + " has no class of three tiles, so none is left to validate and test on; add tiles");
        }
        checkTraining(parts);
        return parts;
    }

    /** Every tile but those to test on that come from elsewhere. */
    public List<Tile> own() {
        List<Tile> own = new ArrayList<>(split.training());
        own.addAll(split.validation());
        if (!hasOtherTest()) {
            own.addAll(split.test());
        }
        return own;
    }

    /** @throws TrainingException if one of the parts cannot be used as a fold's */
    public void checkFold(String fold) {
        if (split.training().isEmpty()
                || split.validation().isEmpty()
                || split.test().isEmpty()) {
            throw new TrainingException(
                    fold + " has too few " + unit() + " for tiles in each part; ask for fewer --folds");
        }
        int[] counts = set.countsByClass(split.training());
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new TrainingException(fold + " has no tile of "
                        + set.classNames().get(c) + " to train on; add " + unit()
                        + ", ask for fewer --folds, or leave the class out");
            }
        }
    }

    /** The same tiles in other parts, none of which come from elsewhere. */
    public TrainingParts with(Split other) {
        return new TrainingParts(set, other, drawnBy, set.source(), remarks, cases);
    }

    /** What keeps tiles of one patient together, or tries to, for people. */
    public String drawnHow() {
        if (cases == null) {
            return "by tile";
        }
        return (cases.areNamed() ? "by case (" : "by look (") + cases.source() + ")";
    }

    /** What measured figures do not tell for want of named cases, in whole sentences; empty where cases are kept apart. */
    public String caveat() {
        if (cases == null) {
            return "Drawn by tile, not by patient: neighbours of tiles trained on may be among those tested on, so expect less"
                    + " on slides from elsewhere.";
        }
        return cases.areNamed()
                ? ""
                : "Of which patient a tile is, nobody said: tiles of one class that are stained alike were kept in one part"
                        + " instead. That is harder than tile by tile, and no other hospital.";
    }

    private String unit() {
        return cases != null && cases.areNamed() ? "cases" : "tiles";
    }

    private static Split drawn(TileSet set, @Nullable Cases cases, SplitRatios ratios, long seed) {
        return cases == null ? Split.stratified(set, ratios, seed) : Split.byCase(set, cases, ratios, seed);
    }

    private static List<String> ofCases(Path tiles, TileSet set, Split split, @Nullable Cases cases) {
        List<String> lines = new ArrayList<>();
        if (cases == null || !cases.areNamed()) {
            lines.add((cases == null
                            ? "drawn by tile: tiles of one patient may be trained on and tested on, and the figures too good; "
                            : "drawn by look, " + cases.source()
                                    + ", whole groups in one part, since nobody says of which" + " patient a tile is; ")
                    + Cases.unused(tiles)
                            .map(column ->
                                    "--groups " + column + " keeps each " + column + " of its index.csv in one part")
                            .orElse("--groups keeps each patient's tiles in one part"));
            return lines;
        }
        lines.addAll(cases.remarks());
        lines.add(String.format(
                "drawn by case, %s: %d cases to train on, %d to validate%s",
                cases.source(),
                cases.among(split.training()).size(),
                cases.among(split.validation()).size(),
                hasOwn(split.test(), cases) ? ", " + cases.among(split.test()).size() + " to test" : ""));
        List<String> few = new ArrayList<>();
        for (int c = 0; c < set.classNames().size(); c++) {
            int classIndex = c;
            int count = cases.among(set.tiles().stream()
                            .filter(tile -> tile.classIndex() == classIndex)
                            .toList())
                    .size();
            if (count < 3) {
                few.add(set.classNames().get(c) + " (" + count + ")");
            }
        }
        if (!few.isEmpty()) {
            lines.add("classes of fewer than 3 cases, which are not in each of training, validation and test: "
                    + String.join(", ", few));
        }
        return lines;
    }

    private static boolean hasOwn(List<Tile> tiles, Cases cases) {
        return !tiles.isEmpty() && cases.byTile().containsKey(tiles.get(0).name());
    }

    private static void checkCases(Cases own, TileSet set, Cases others, TileSet tested) {
        Set<String> shared = new TreeSet<>(own.among(set.tiles()));
        shared.retainAll(others.among(tested.tiles()));
        if (!shared.isEmpty()) {
            throw new TrainingException(shared.size() + " cases of " + tested.source() + " are in " + set.source()
                    + " too, so a test on them would be too good; remove them from one of the two: "
                    + String.join(", ", shared.stream().limit(20).toList()) + (shared.size() > 20 ? ", …" : ""));
        }
    }

    private static void checkTraining(TrainingParts parts) {
        int[] counts = parts.set.countsByClass(parts.split.training());
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0 && parts.cases != null && parts.cases.areNamed()) {
                throw new TrainingException(
                        "no case with tiles of " + parts.set.classNames().get(c)
                                + " is left to train on; add cases, give other shares (--split), or another --seed");
            }
        }
    }

    private static boolean leavesNoneToTest(@Nullable SplitRatios ratios, @Nullable Path test) {
        return ratios != null && ratios.test() == 0 && test == null;
    }

    public boolean hasOtherTest() {
        return !testSource.equals(set.source());
    }

    private static void checkClasses(TileSet set) {
        if (set.classNames().size() < 2) {
            throw new TrainingException(set.source() + " holds tiles of " + set.classNames()
                    + ", at least 2 classes are needed: put the tiles of each class into a folder of its name");
        }
        int[] counts = set.countsByClass(set.tiles());
        List<String> empty = IntStream.range(0, counts.length)
                .filter(c -> counts[c] == 0)
                .mapToObj(set.classNames()::get)
                .toList();
        if (!empty.isEmpty()) {
            throw new TrainingException(set.source() + " has no tile of " + empty + "; every class needs some");
        }
    }

    private static List<String> remarks(TileSet set, TileSet others) {
        List<String> lines = new ArrayList<>(set.remarks());
        lines.addAll(set.imbalance());
        others.remarks().forEach(line -> lines.add("to test on: " + line));
        if (others.tileSizePx() != set.tileSizePx()) {
            lines.add("the tiles to test on are of " + others.tileSizePx() + " px, the others of " + set.tileSizePx()
                    + " px; both are resized to the network's, so they should show equally much tissue");
        }
        return List.copyOf(lines);
    }

    /** The given parts without the tiles that were left out of the set. */
    private static Split kept(Split given, TileSet set) {
        Set<Tile> kept = Collections.newSetFromMap(new IdentityHashMap<>()); // the very tiles, not their equals
        kept.addAll(set.tiles());
        return new Split(
                given.training().stream().filter(kept::contains).toList(),
                given.validation().stream().filter(kept::contains).toList(),
                given.test().stream().filter(kept::contains).toList());
    }
}
