package io.slidestream.viewer.cells;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.testkit.MapSamples;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedCellsTest {
    private static final Model TWO = MapSamples.model(List.of("A", "B"));

    /** An open page and a cached answer hold these bytes: the page of tomorrow must read what the viewer of today sent. */
    @Test
    void bytes_stayAsTheyAre() {
        assertThat(packed(TWO))
                .isEqualTo("17 00 00 00 00 00 00 40 ff bf" + " 00 00 00 00 03 00 00 00 00 00"
                        + " 6d 00 00 00 0a 00 00 00 00 00");
    }

    @Test
    void distanceComesLast_whereTheModelTells() {
        assertThat(packed(new Model("0".repeat(64), "two", List.of("A", "B"), 224, 0.5, 1, "", true)))
                .isEqualTo("17 00 00 00 00 00 00 40 ff bf dc 05" + " 00 00 00 00 03 00 00 00 00 00 ff ff"
                        + " 6d 00 00 00 0a 00 00 00 00 00 ff ff");
        assertThat(PackedCells.distance((short) 0x5dc)).isEqualTo(1.5f);
        assertThat(PackedCells.distance((short) 0xffff)).isNaN();
    }

    private static String packed(Model model) {
        ByteBuffer packed = PackedCells.buffer(3, model);
        TileScore.Scored scored = new TileScore.Scored(List.of(0.25f, 0.75f), 1.5f);
        PackedCells.putScored(packed, MapSamples.GRID, new Cell(1, 2), scored, model);
        PackedCells.putRejected(packed, MapSamples.GRID, new Cell(0, 0), RejectionReason.UNREADABLE, model);
        PackedCells.putRejected(packed, MapSamples.GRID, new Cell(10, 9), RejectionReason.CANCELLED, model);
        return HexFormat.ofDelimiter(" ").formatHex(packed.array());
    }
}
