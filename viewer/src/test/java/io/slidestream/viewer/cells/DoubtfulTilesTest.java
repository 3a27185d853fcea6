package io.slidestream.viewer.cells;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.viewer.cells.DoubtfulTiles.Doubt;
import io.slidestream.viewer.cells.DoubtfulTiles.DoubtfulTile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DoubtfulTilesTest {
    private static final TileGrid ROW = new TileGrid(8 * 224, 224, 0.5, 224, 224);
    private static final Model MODEL = new Model("0".repeat(64), "two", List.of("A", "B"), 224, 0.5, 1, "", true);

    /** By column: 0 is unsure, 1 nearly so and beside it; 3 and 5 are unfamiliar; 7 is sure and familiar. */
    private static final byte[] PACKED = packed(
            cell(0, 0.5f, 0.2f), cell(1, 0.55f, 0.2f), cell(3, 0.99f, 1.4f), cell(5, 0.98f, 3f), cell(7, 1, 0.5f));

    private record Scored(int column, TileScore.Scored score) {}

    @Test
    void unsureAndUnfamiliar_takeTurns_andNoneLieSideBySide() {
        List<DoubtfulTile> tiles = DoubtfulTiles.in(PACKED, ROW, MODEL, cell -> false, 10);

        assertThat(tiles).extracting(tile -> tile.cell().column()).containsExactly(0, 5, 3, 7);
        assertThat(tiles)
                .extracting(DoubtfulTile::doubt)
                .containsExactly(Doubt.UNSURE, Doubt.UNFAMILIAR, Doubt.UNSURE, Doubt.UNSURE);
        assertThat(tiles.get(1).winner()).isZero();
        assertThat(tiles.get(1).distance()).isEqualTo(3f);
    }

    @Test
    void whatIsAnswered_isNotAskedAgain_andItsNeighbourIs() {
        Predicate<Cell> answered = cell -> cell.column() == 0 || cell.column() == 5;
        assertThat(DoubtfulTiles.in(PACKED, ROW, MODEL, answered, 2))
                .extracting(tile -> tile.cell().column())
                .containsExactly(1, 3);
    }

    @Test
    void laterOfTwoScores_counts() {
        byte[] twice = packed(cell(2, 0.5f, 0.1f), cell(2, 1, 2f));
        DoubtfulTile only =
                DoubtfulTiles.in(twice, ROW, MODEL, cell -> false, 5).get(0);
        assertThat(only.entropy()).isZero();
        assertThat(only.distance()).isEqualTo(2f);
    }

    private static Scored cell(int column, float a, float distance) {
        return new Scored(column, new TileScore.Scored(List.of(a, 1 - a), distance));
    }

    private static byte[] packed(Scored... cells) {
        ByteBuffer all = PackedCells.buffer(cells.length, MODEL);
        for (Scored one : cells) {
            PackedCells.putScored(all, ROW, new Cell(one.column(), 0), one.score(), MODEL);
        }
        return all.array();
    }
}
