package io.slidestream.viewer.cells;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.ScoreGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoding of cells for the browser, in any order, a later one replacing an earlier one of the same place.
 * Little-endian, per cell: its index {@code row * columns + column} (32 bits), its status (16 bits: 0 scored, else the
 * rejection reason's {@linkplain RejectionReason#number() number}), and per class of the model the probability in
 * 65535ths (16 bits; 0 where not scored).
 */
@SuppressWarnings("EnumOrdinal") // the numbers are among the packed bytes that pages keep
public final class PackedCells {
    /** Resolves probabilities to 0.0015 %. */
    private static final int ONE = 65_535;

    private static final int HEAD_BYTES = 6;

    private PackedCells() {}

    public static int bytesPerCell(int classes) {
        return HEAD_BYTES + 2 * classes;
    }

    static ByteBuffer buffer(int cells, int classes) {
        return ByteBuffer.allocate(Math.multiplyExact(cells, bytesPerCell(classes)))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    static void putScored(ByteBuffer into, TileGrid grid, Cell cell, List<Float> probabilities) {
        into.putInt(index(grid, cell)).putShort((short) 0);
        for (float p : probabilities) {
            into.putShort((short) Math.round(p * ONE));
        }
    }

    static void putRejected(ByteBuffer into, TileGrid grid, Cell cell, RejectionReason reason, int classes) {
        into.putInt(index(grid, cell)).putShort((short) reason.number());
        into.put(new byte[2 * classes]);
    }

    /** Shows each packed cell that was scored; the later of two at one place counts. */
    public static ScoreGrid scores(byte[] packed, TileGrid grid, int classes) {
        ScoreGrid scores = new ScoreGrid(grid, classes);
        ByteBuffer cells = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        while (cells.remaining() >= bytesPerCell(classes)) {
            int index = cells.getInt();
            int status = cells.getShort();
            List<Float> probabilities = new ArrayList<>(classes);
            for (int i = 0; i < classes; i++) {
                probabilities.add((float) Short.toUnsignedInt(cells.getShort()) / ONE);
            }
            if (status == 0) {
                scores.visit(
                        new Cell(index % grid.columns(), index / grid.columns()), new TileScore.Scored(probabilities));
            }
        }
        return scores;
    }

    private static int index(TileGrid grid, Cell cell) {
        return cell.row() * grid.columns() + cell.column();
    }
}
