package io.slidestream.mapfiles.map;

import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.regions.Feret;
import io.slidestream.mapfiles.regions.Outlines;
import io.slidestream.mapfiles.regions.RegionMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tumour regions of a map, measured on the scores as they are.
 *
 * @param className the class whose regions these are
 * @param regions the largest first
 */
public record TumorRegions(String className, double threshold, List<TumorRegion> regions) {
    /**
     * @param tumor index of the class
     * @param threshold least probability of a cell of a region
     */
    public static TumorRegions in(ScoreGrid scores, TileGrid grid, int tumor, String className, double threshold) {
        RegionMap map = RegionMap.of(
                scores.columns(), scores.rows(), cell -> scores.probability(cell, tumor) >= threshold ? 0 : -1);
        Outlines outlines = new Outlines(map);
        List<TumorRegion> found = new ArrayList<>(map.regions());
        for (int region = 0; region < map.regions(); region++) {
            double area = 0;
            double sum = 0;
            for (int place = 0; place < map.size(region); place++) {
                int cell = map.cell(region, place);
                area += grid.cellAreaMm2(scores.at(cell));
                sum += scores.probability(cell, tumor);
            }
            List<int[]> rings = outlines.of(region);
            found.add(new TumorRegion(
                    0, map.size(region), area, diameterUm(rings.get(0), grid), sum / map.size(region), rings));
        }
        found.sort(Comparator.comparingDouble(TumorRegion::areaMm2).reversed()); // stable: equal ones stay in row order
        for (int i = 0; i < found.size(); i++) {
            TumorRegion r = found.get(i);
            found.set(
                    i,
                    new TumorRegion(
                            i + 1, r.cells(), r.areaMm2(), r.largestDiameterUm(), r.meanProbability(), r.rings()));
        }
        return new TumorRegions(className, threshold, found);
    }

    public double areaMm2() {
        return regions.stream().mapToDouble(TumorRegion::areaMm2).sum();
    }

    /** Largest diameter of any one region; 0 if there is none. */
    public double largestDiameterUm() {
        return regions.stream()
                .mapToDouble(TumorRegion::largestDiameterUm)
                .max()
                .orElse(0);
    }

    private static double diameterUm(int[] ring, TileGrid grid) {
        Corners corners = new Corners(grid);
        double[] xs = new double[ring.length / 2];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = corners.x(ring[2 * i]) * grid.mpp();
            ys[i] = corners.y(ring[2 * i + 1]) * grid.mpp();
        }
        return Feret.largest(xs, ys);
    }
}
