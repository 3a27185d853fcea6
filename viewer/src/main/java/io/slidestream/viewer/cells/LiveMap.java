package io.slidestream.viewer.cells;

import io.slidestream.contracts.BlockCells;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.mapfiles.map.Winner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a map while its tiles are classified. Scores may come before the manifest: they wait for it. Safe for
 * concurrent use.
 */
public final class LiveMap {
    private static final Logger log = LoggerFactory.getLogger(LiveMap.class);

    private final int attempt;
    private final CellLog cells = new CellLog();
    private final BitSet received = new BitSet();
    private final List<BlockScored> early = new ArrayList<>();
    private final EarlyRoom room;
    private long earlyProbabilities;
    private final Rate rate;
    private @Nullable SlideTiled manifest;
    private double[] areasMm2 = new double[0];
    private long scored;
    private long rejected;

    /**
     * @param room shared with all maps, for scores that come before the manifest
     * @param ticks a monotonic clock
     */
    public LiveMap(int attempt, EarlyRoom room, Ticks ticks) {
        this.room = room;
        this.attempt = attempt;
        this.rate = new Rate(ticks);
    }

    /**
     * Progress of the map.
     *
     * @param areasMm2 of the tiles whose likeliest class it is, in the model's order of classes
     */
    public record Standing(long scoredTiles, long rejectedTiles, double tilesPerSecond, List<Double> areasMm2) {}

    public int attempt() {
        return attempt;
    }

    /** Every cell so far; who reads it later gets the later ones. */
    public CellLog cells() {
        return cells;
    }

    public synchronized void begin(SlideTiled tiled) {
        if (manifest == null) {
            manifest = tiled;
            areasMm2 = new double[tiled.model().classNames().size()];
            early.forEach(block -> take(block, tiled));
            forgetEarly();
        }
    }

    /** Gives up waiting for the manifest. */
    public synchronized void forgetEarly() {
        early.clear();
        room.giveBack(earlyProbabilities);
        earlyProbabilities = 0;
    }

    public synchronized void add(BlockScored block) {
        if (block.attempt() != attempt || received.get(block.blockIndex())) {
            return;
        }
        SlideTiled tiled = manifest;
        if (tiled == null) {
            long probabilities = probabilities(block);
            if (!room.take(probabilities)) {
                return; // shown when the map is written
            }
            earlyProbabilities += probabilities;
            early.add(block);
        } else {
            take(block, tiled);
        }
        received.set(block.blockIndex());
        rate.add(block.scores().size());
    }

    public synchronized Standing standing() {
        List<Double> areas = new ArrayList<>();
        for (double area : areasMm2) {
            areas.add(area);
        }
        return new Standing(scored, rejected, rate.perSecond(), areas);
    }

    /** A rejected tile takes about as much as one. */
    private static long probabilities(BlockScored block) {
        long probabilities = 0;
        for (TileScore score : block.scores()) {
            probabilities +=
                    score instanceof TileScore.Scored s ? s.probabilities().size() : 1;
        }
        return probabilities;
    }

    private void take(BlockScored block, SlideTiled tiled) {
        TileGrid grid = tiled.grid();
        Model model = tiled.model();
        List<Cell> places;
        try {
            places = BlockCells.of(grid, block.blockIndex(), block.tiles());
        } catch (IllegalArgumentException e) {
            log.warn("block {} of map {} is not shown: {}", block.blockIndex(), block.mapId(), e.getMessage());
            return; // the aggregator buries it
        }
        ByteBuffer packed = PackedCells.buffer(places.size(), model);
        for (int i = 0; i < places.size(); i++) {
            take(packed, grid, places.get(i), block.scores().get(i), model);
        }
        cells.append(java.util.Arrays.copyOf(packed.array(), packed.position()));
    }

    private void take(ByteBuffer packed, TileGrid grid, Cell cell, TileScore score, Model model) {
        if (score instanceof TileScore.Scored s
                && s.probabilities().size() == model.classNames().size()) {
            PackedCells.putScored(packed, grid, cell, s, model);
            areasMm2[Winner.of(s.probabilities())] += grid.cellAreaMm2(cell);
            scored++;
        } else if (score instanceof TileScore.Rejected r) {
            PackedCells.putRejected(packed, grid, cell, r.reason(), model);
            rejected++;
        }
    }
}
