package io.slidestream.trainer.recipe;

import io.slidestream.trainer.base.TrainingException;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of a training, in parts.
 *
 * @param set what is trained and validated on, and unless other tiles were named also tested
 * @param drawnBy the shares that were drawn, or null where the data came in parts
 * @param testSource what messages call the tiles tested on
 * @param remarks what a person should know of them, a line each
 */
public record TrainingParts(
        TileSet set, Split split, @Nullable SplitRatios drawnBy, String testSource, List<String> remarks) {
    /** @throws TrainingException naming what cannot be used */
    public static TrainingParts of(TrainingTiles request) {
        TileSource source = TileSource.of(request.tiles());
        TileSet set = TileSet.of(source, request.unreadable());
        checkClasses(set);
        Path test = request.test();
        TrainingParts parts;
        if (test == null) {
            Optional<Split> given = request.ratios() == null ? source.givenSplit() : Optional.empty();
            SplitRatios ratios = given.isPresent() ? null : request.ratiosOr(SplitRatios.KATHER);
            Split split =
                    ratios == null ? kept(given.orElseThrow(), set) : Split.stratified(set, ratios, request.seed());
            List<String> remarks = new ArrayList<>(set.remarks());
            remarks.addAll(set.imbalance());
            parts = new TrainingParts(set, split, ratios, set.source(), List.copyOf(remarks));
        } else {
            TileSet others = TileSet.of(TileSource.of(test).toTestOn(), request.unreadable())
                    .inTermsOf(set.classNames());
            others.checkDisjoint(set);
            SplitRatios ratios = request.ratiosOr(SplitRatios.KATHER_WITHOUT_TEST);
            Split own = Split.stratified(set, ratios, request.seed());
            Split split = new Split(own.training(), own.validation(), others.tiles());
            parts = new TrainingParts(set, split, ratios, others.source(), remarks(set, others));
        }
        if (parts.split.validation().isEmpty()
                || parts.split.training().isEmpty()
                || parts.split.test().isEmpty() && !leavesNoneToTest(parts.drawnBy, test)) {
            throw new TrainingException(request.tiles()
                    + " has no class of three tiles, so none is left to validate and test on; add tiles");
        }
        return parts;
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
