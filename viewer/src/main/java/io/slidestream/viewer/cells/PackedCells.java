package io.slidestream.viewer.cells;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private static int index(TileGrid grid, Cell cell) {
        return cell.row() * grid.columns() + cell.column();
    }
}
