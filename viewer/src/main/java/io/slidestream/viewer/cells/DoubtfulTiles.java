package io.slidestream.viewer.cells;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.map.Certainty;
import io.slidestream.mapfiles.map.Winner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Chooses the tiles of a map of which a person's answer teaches most: by turns the one of highest entropy, and the one that
 * is furthest from what the model was trained on, as long as it is beyond the model's bound.
 */
public final class DoubtfulTiles {
    private final TileGrid grid;
    private final float[] entropies;
    private final float[] distances;
    private final int[] winners;
    private final float[] confidences;
    private final List<DoubtfulTile> chosen = new ArrayList<>();

    /** Why a tile is asked about. */
    public enum Doubt {
        UNSURE,
        UNFAMILIAR;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A tile that is asked about.
     *
     * @param winner place of the likeliest class
     * @param entropy as a share of the largest possible
     * @param distance in bounds; NaN where the model cannot tell
     */
    public record DoubtfulTile(Cell cell, Doubt doubt, int winner, float confidence, float entropy, float distance) {}

    private DoubtfulTiles(byte[] packed, TileGrid grid, Model model) {
        this.grid = grid;
        entropies = new float[grid.cells()];
        distances = new float[grid.cells()];
        winners = new int[grid.cells()];
        confidences = new float[grid.cells()];
        Arrays.fill(entropies, -1);
        Arrays.fill(distances, Float.NaN);
        PackedCells.forEachScored(packed, model, (scored, index) -> {
            entropies[index] = (float) Certainty.entropy(scored.probabilities());
            distances[index] = scored.distance();
            winners[index] = Winner.of(scored.probabilities());
            confidences[index] = scored.probabilities().get(winners[index]);
        });
    }

    /**
     * Chooses tiles, of which no two lie side by side: neighbours would be asked about the same tissue.
     *
     * @param packed every cell of the map
     * @param isAnswered whether somebody has said what a tile is
     */
    public static List<DoubtfulTile> in(
            byte[] packed, TileGrid grid, Model model, Predicate<Cell> isAnswered, int most) {
        DoubtfulTiles tiles = new DoubtfulTiles(packed, grid, model);
        boolean isLeft = true;
        while (isLeft && tiles.chosen.size() < most) {
            isLeft = tiles.choose(Doubt.UNSURE, isAnswered);
            if (tiles.chosen.size() < most) {
                isLeft |= tiles.choose(Doubt.UNFAMILIAR, isAnswered);
            }
        }
        return List.copyOf(tiles.chosen);
    }

    /** Whether there was one to choose. */
    private boolean choose(Doubt doubt, Predicate<Cell> isAnswered) {
        for (int best = most(doubt); best >= 0; best = most(doubt)) {
            Cell cell = new Cell(best % grid.columns(), best / grid.columns());
            if (isAnswered.test(cell)) {
                pass(best);
                continue;
            }
            chosen.add(
                    new DoubtfulTile(cell, doubt, winners[best], confidences[best], entropies[best], distances[best]));
            for (int row = Math.max(0, cell.row() - 1); row <= Math.min(grid.rows() - 1, cell.row() + 1); row++) {
                int last = Math.min(grid.columns() - 1, cell.column() + 1);
                for (int column = Math.max(0, cell.column() - 1); column <= last; column++) {
                    pass(row * grid.columns() + column);
                }
            }
            return true;
        }
        return false;
    }

    /** Index of the tile of the largest number, the first of equals; -1 where none is left. */
    private int most(Doubt doubt) {
        float[] numbers = doubt == Doubt.UNSURE ? entropies : distances;
        float least = doubt == Doubt.UNSURE ? -1 : 1;
        int best = -1;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] > (best < 0 ? least : numbers[best])) {
                best = i;
            }
        }
        return best;
    }

    private void pass(int index) {
        entropies[index] = -1;
        distances[index] = Float.NaN;
    }
}
