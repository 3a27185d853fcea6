package io.slidestream.mapfiles.map;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sums over the tiles: area and mean activation of each class, what of it is unsure, rejections by reason. Summed in
 * row-major order.
 */
public final class ClassShares implements TileVisitor {
    private static final int EXAMPLES = 3;

    private final TileGrid grid;
    private final Certainty certainty;
    private final long[] tiles;
    private final double[] areaMm2;
    private final double[] activation;
    private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    private final Map<RejectionReason, Set<String>> examples = new EnumMap<>(RejectionReason.class);
    private long scoredTiles;
    private double unreadMm2;
    private long unsureTiles;
    private double unsureMm2;
    private double entropy;
    private long unfamiliarTiles;
    private double unfamiliarMm2;

    public ClassShares(SlideTiled manifest, Certainty certainty) {
        int classes = manifest.model().classNames().size();
        this.grid = manifest.grid();
        this.certainty = certainty;
        this.tiles = new long[classes];
        this.areaMm2 = new double[classes];
        this.activation = new double[classes];
    }

    @Override
    public void visit(Cell cell, TileScore score) {
        if (score instanceof TileScore.Scored scored) {
            add(scored.probabilities(), grid.cellAreaMm2(cell));
            if (scored.isUnfamiliar()) {
                unfamiliarTiles++;
                unfamiliarMm2 += grid.cellAreaMm2(cell);
            }
        } else if (score instanceof TileScore.Rejected r) {
            rejected.merge(r.reason(), 1L, Long::sum);
            unreadMm2 += grid.cellAreaMm2(cell);
            Set<String> messages = examples.computeIfAbsent(r.reason(), reason -> new LinkedHashSet<>());
            if (messages.size() < EXAMPLES) {
                messages.add(r.message());
            }
        }
    }

    public long tiles(int classIndex) {
        return tiles[classIndex];
    }

    /** Area of the tiles whose likeliest class this is. */
    public double areaMm2(int classIndex) {
        return areaMm2[classIndex];
    }

    /** Fraction of the area of all scored tiles that is the class's; 0 if none was scored. */
    public double areaFraction(int classIndex) {
        double total = scoredMm2();
        return total > 0 ? areaMm2[classIndex] / total : 0;
    }

    /** The class's probability averaged over the scored tiles; 0 if none was scored. */
    public double meanActivation(int classIndex) {
        return scoredTiles > 0 ? activation[classIndex] / scoredTiles : 0;
    }

    public double scoredMm2() {
        double sum = 0;
        for (double area : areaMm2) {
            sum += area;
        }
        return sum;
    }

    public double unreadMm2() {
        return unreadMm2;
    }

    /** Number of scored tiles that the model is unsure of, whatever their class. */
    public long unsureTiles() {
        return unsureTiles;
    }

    public double unsureMm2() {
        return unsureMm2;
    }

    /** Number of scored tiles that are unlike those the model was trained on. */
    public long unfamiliarTiles() {
        return unfamiliarTiles;
    }

    public double unfamiliarMm2() {
        return unfamiliarMm2;
    }

    /** Averaged over the scored tiles; 0 if none was scored. */
    public double meanEntropy() {
        return scoredTiles > 0 ? entropy / scoredTiles : 0;
    }

    public long scoredTiles() {
        return scoredTiles;
    }

    public long rejectedTiles() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    public Map<RejectionReason, Long> rejectedByReason() {
        return rejected;
    }

    /** The first few different messages of a reason, in row-major order of their tiles. */
    public Set<String> examples(RejectionReason reason) {
        return examples.getOrDefault(reason, Set.of());
    }

    private void add(List<Float> probabilities, double cellMm2) {
        int winner = Winner.of(probabilities);
        scoredTiles++;
        tiles[winner]++;
        areaMm2[winner] += cellMm2;
        entropy += Certainty.entropy(probabilities);
        if (certainty.isUnsure(probabilities)) {
            unsureTiles++;
            unsureMm2 += cellMm2;
        }
        for (int i = 0; i < activation.length; i++) {
            activation[i] += probabilities.get(i);
        }
    }
}
