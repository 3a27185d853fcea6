package io.slidestream.viewer.cells;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.testkit.MapSamples;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedCellsTest {
    /** An open page and a cached answer hold these bytes: the page of tomorrow must read what the viewer of today sent. */
    @Test
    void bytes_stayAsTheyAre() {
        ByteBuffer packed = PackedCells.buffer(3, 2);
        PackedCells.putScored(packed, MapSamples.GRID, new Cell(1, 2), List.of(0.25f, 0.75f));
        PackedCells.putRejected(packed, MapSamples.GRID, new Cell(0, 0), RejectionReason.UNREADABLE, 2);
        PackedCells.putRejected(packed, MapSamples.GRID, new Cell(10, 9), RejectionReason.CANCELLED, 2);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(packed.array()))
                .isEqualTo("17 00 00 00 00 00 00 40 ff bf" + " 00 00 00 00 03 00 00 00 00 00"
                        + " 6d 00 00 00 0a 00 00 00 00 00");
    }
}
