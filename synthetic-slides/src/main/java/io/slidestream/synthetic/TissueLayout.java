package io.slidestream.synthetic;

import io.slidestream.contracts.Level0Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Layout of the classes: a lobed section in the middle of the slide, made of square cells, in patches of one class
 * each. Every class occurs once there are nine cells; fewer show the ones first that a tissue mask sees.
 */
final class TissueLayout {
    private static final List<TissueClass> ORDER = List.of(
            TissueClass.TUM,
            TissueClass.STR,
            TissueClass.NORM,
            TissueClass.LYM,
            TissueClass.MUS,
            TissueClass.MUC,
            TissueClass.DEB,
            TissueClass.ADI,
            TissueClass.BACK);
    private static final int CELLS_PER_PATCH = 14;

    private final int widthPx;
    private final int heightPx;
    private final int cellPx;
    private final int columns;
    private final @Nullable TissueClass[] cells;

    TissueLayout(int widthPx, int heightPx, int cellPx, long seed) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.cellPx = cellPx;
        columns = (widthPx - 1) / cellPx + 1;
        int rows = (heightPx - 1) / cellPx + 1;
        cells = new @Nullable TissueClass[columns * rows];
        Random random = new Random(seed);
        List<Integer> tissue = section(rows, random);
        Collections.shuffle(tissue, random);
        int patches = Math.min(tissue.size(), Math.max(ORDER.size(), tissue.size() / CELLS_PER_PATCH));
        List<Integer> centres = tissue.subList(0, patches);
        for (int cell : tissue) {
            cells[cell] = ORDER.get(nearest(cell, centres) % ORDER.size());
        }
    }

    /** The class that a level-0 pixel shows; null on bare glass and outside the slide. */
    @Nullable
    TissueClass at(long x, long y) {
        return x >= widthPx || y >= heightPx ? null : cells[(int) (y / cellPx) * columns + (int) (x / cellPx)];
    }

    /** Every cell of tissue, row by row. */
    List<TruthCell> truth() {
        List<TruthCell> truth = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            TissueClass tissue = cells[i];
            if (tissue != null) {
                int x = i % columns * cellPx;
                int y = i / columns * cellPx;
                Level0Region region =
                        new Level0Region(x, y, Math.min(cellPx, widthPx - x), Math.min(cellPx, heightPx - y));
                truth.add(new TruthCell(region, tissue));
            }
        }
        return truth;
    }

    private List<Integer> section(int rows, Random random) {
        double two = random.nextDouble() * 2 * Math.PI;
        double three = random.nextDouble() * 2 * Math.PI;
        double five = random.nextDouble() * 2 * Math.PI;
        List<Integer> inside = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = (column + 0.5) * cellPx / widthPx * 2 - 1;
                double y = (row + 0.5) * cellPx / heightPx * 2 - 1;
                double angle = Math.atan2(y, x);
                double radius = 0.8
                        + 0.08 * Math.sin(2 * angle + two)
                        + 0.06 * Math.sin(3 * angle + three)
                        + 0.04 * Math.sin(5 * angle + five);
                if (Math.hypot(x, y) <= radius) {
                    inside.add(row * columns + column);
                }
            }
        }
        return inside;
    }

    private int nearest(int cell, List<Integer> centres) {
        int best = 0;
        double bestDistance = Double.MAX_VALUE;
        for (int i = 0; i < centres.size(); i++) {
            int dx = cell % columns - centres.get(i) % columns;
            int dy = cell / columns - centres.get(i) / columns;
            double distance = Math.hypot(dx, dy);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = i;
            }
        }
        return best;
    }
}
