package io.slidestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void everyTileIsInOnePart() {
        TileSet folder = folder(75, 5, 12);
        Split split = Split.stratified(folder, SplitRatios.KATHER, 1);

        Set<Tile> all = new HashSet<>(split.training());
        all.addAll(split.validation());
        all.addAll(split.test());
        assertThat(all).hasSameSizeAs(folder.tiles()).containsAll(folder.tiles());
        assertThat(split.training().size()
                        + split.validation().size()
                        + split.test().size())
                .isEqualTo(92);
    }

    @Test
    void everyClassIsSharedOutByTheRatios() {
        TileSet folder = folder(75, 5, 12);
        Split split = Split.stratified(folder, SplitRatios.KATHER, 1);

        assertThat(folder.countsByClass(split.training())).containsExactly(30, 2, 5);
        assertThat(folder.countsByClass(split.validation())).containsExactly(15, 1, 2);
        assertThat(folder.countsByClass(split.test())).containsExactly(30, 2, 5);
    }

    @Test
    void threeTilesReachEveryPart_fewerServeTrainingFirst() {
        for (SplitRatios ratios : List.of(
                SplitRatios.KATHER,
                new SplitRatios(0.01, 0.01),
                new SplitRatios(0.98, 0.01),
                new SplitRatios(.1, .8))) {
            for (int count = 3; count < 30; count++) {
                TileSet folder = folder(count, 2, 1);
                Split split = Split.stratified(folder, ratios, 7);
                assertThat(folder.countsByClass(split.training())[0]).isPositive();
                assertThat(folder.countsByClass(split.validation())[0]).isPositive();
                assertThat(folder.countsByClass(split.test())[0]).isPositive();
                assertThat(folder.countsByClass(split.training())).endsWith(1, 1);
                assertThat(folder.countsByClass(split.test())).endsWith(1, 0);
            }
        }
    }

    @Test
    void theSeedDecides() {
        TileSet folder = folder(40, 40);

        assertThat(Split.stratified(folder, SplitRatios.KATHER, 1))
                .isEqualTo(Split.stratified(folder, SplitRatios.KATHER, 1))
                .isNotEqualTo(Split.stratified(folder, SplitRatios.KATHER, 2));
    }

    @Test
    void withoutATestShare_allTilesServeTheOtherTwoParts() {
        TileSet folder = folder(40, 3, 2, 1);
        Split split = Split.stratified(folder, new SplitRatios(2.0 / 3, 1.0 / 3), 1);

        assertThat(split.test()).isEmpty();
        assertThat(folder.countsByClass(split.training())).containsExactly(27, 2, 1, 1);
        assertThat(folder.countsByClass(split.validation())).containsExactly(13, 1, 1, 0);
    }

    @Test
    void ratiosMustBeShares() {
        assertThatThrownBy(() -> new SplitRatios(0.8, 0.3)).hasMessageContaining("at most 1 together");
        assertThatThrownBy(() -> new SplitRatios(0, 0.2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TileSet folder(int... counts) {
        List<Tile> tiles = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            names.add("C" + c);
            for (int i = 0; i < counts[c]; i++) {
                tiles.add(new Tile(Path.of("C" + c, i + ".png"), c));
            }
        }
        List<String> fingerprints = tiles.stream().map(Tile::name).toList();
        return new TileSet(
                "tiles",
                names,
                tiles,
                fingerprints,
                new TileSizes(224, Map.of(224, 1), 0),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
