package io.slidestream.viewer.cells;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.ScoreGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Encoding of cells for the browser, in any order, a later one replacing an earlier one of the same place.
 * Little-endian, per cell: its index {@code row * columns + column} (32 bits), its status (16 bits: 0 scored, else the
 * rejection reason's {@linkplain RejectionReason#number() number}), per class of the model the probability in 65535ths (16
 * bits; 0 where not scored), and where the model tells what it is familiar with, the distance in thousandths of its bound (16
 * bits; 65535 where it is unknown).
 */
@SuppressWarnings("EnumOrdinal") // the numbers are among the packed bytes that pages keep
public final class PackedCells {
    /** Resolves probabilities to 0.0015 %. */
    private static final int ONE = 65_535;

    private static final int HEAD_BYTES = 6;
    private static final int PER_BOUND = 1000;
    private static final int UNKNOWN = 65_535;

    private PackedCells() {}

    public static int bytesPerCell(Model model) {
        return HEAD_BYTES + 2 * model.classNames().size() + (model.tellsFamiliar() ? 2 : 0);
    }

    static ByteBuffer buffer(int cells, Model model) {
        return ByteBuffer.allocate(Math.multiplyExact(cells, bytesPerCell(model)))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    static void putScored(ByteBuffer into, TileGrid grid, Cell cell, TileScore.Scored scored, Model model) {
        into.putInt(index(grid, cell)).putShort((short) 0);
        for (float p : scored.probabilities()) {
            into.putShort((short) Math.round(p * ONE));
        }
        if (model.tellsFamiliar()) {
            into.putShort((short) distance(scored.distance()));
        }
    }

    private static int distance(float bounds) {
        return Float.isNaN(bounds) ? UNKNOWN : Math.min(UNKNOWN - 1, Math.round(bounds * PER_BOUND));
    }

    /** The distance that a cell ends with; NaN where it is unknown. */
    public static float distance(short packed) {
        int thousandths = Short.toUnsignedInt(packed);
        return thousandths == UNKNOWN ? Float.NaN : (float) thousandths / PER_BOUND;
    }

    static void putRejected(ByteBuffer into, TileGrid grid, Cell cell, RejectionReason reason, Model model) {
        into.putInt(index(grid, cell)).putShort((short) reason.number());
        into.put(new byte[2 * model.classNames().size()]);
        if (model.tellsFamiliar()) {
            into.putShort((short) UNKNOWN);
        }
    }

    /** Takes up each packed cell that was scored; the later of two at one place counts. */
    public static ScoreGrid scores(byte[] packed, TileGrid grid, Model model) {
        ScoreGrid scores = new ScoreGrid(grid, model.classNames().size());
        forEachScored(
                packed,
                model,
                (scored, index) -> scores.visit(new Cell(index % grid.columns(), index / grid.columns()), scored));
        return scores;
    }

    /** Shows each packed cell that was scored, with its index; the later of two at one place counts. */
    static void forEachScored(byte[] packed, Model model, ObjIntConsumer<TileScore.Scored> sink) {
        int classes = model.classNames().size();
        ByteBuffer cells = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        while (cells.remaining() >= bytesPerCell(model)) {
            int index = cells.getInt();
            int status = cells.getShort();
            List<Float> probabilities = new ArrayList<>(classes);
            for (int i = 0; i < classes; i++) {
                probabilities.add((float) Short.toUnsignedInt(cells.getShort()) / ONE);
            }
            float distance = model.tellsFamiliar() ? distance(cells.getShort()) : Float.NaN;
            if (status == 0) {
                sink.accept(new TileScore.Scored(probabilities, distance), index);
            }
        }
    }

    private static int index(TileGrid grid, Cell cell) {
        return cell.row() * grid.columns() + cell.column();
    }
}
