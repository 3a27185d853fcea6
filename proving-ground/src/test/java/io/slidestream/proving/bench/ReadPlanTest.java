package io.slidestream.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Level0Region;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadPlanTest {
    @Test
    void tissueTiles_areTakenFromTheMiddle_untilThereAreEnough() {
        ReadPlan plan = ReadPlan.of(10_000, 10_000, 100, 200, tile -> tile.x() < 5000);

        assertThat(plan.tiles()).isBetween(200, 263);
        for (List<Level0Region> block : plan.blocks()) {
            assertThat(block).hasSizeLessThanOrEqualTo(64).allMatch(tile -> tile.x() < 5000);
            assertThat(block.get(0).y()).isBetween(4000L, 6000L);
        }
    }

    @Test
    void slideWithoutTissue_isReadAllTheSame() {
        ReadPlan plan = ReadPlan.of(1000, 700, 100, 1000, tile -> false);

        assertThat(plan.tiles()).isEqualTo(70);
    }

    @Test
    void bothOrders_readTheSameTiles() {
        ReadPlan plan = ReadPlan.of(3000, 2500, 224, 1000, tile -> true);

        List<Level0Region> raster =
                plan.units(Order.RASTER).stream().flatMap(List::stream).toList();
        List<Level0Region> blocks =
                plan.units(Order.BLOCKS).stream().flatMap(List::stream).toList();
        assertThat(raster).hasSize(13 * 11).doesNotHaveDuplicates();
        assertThat(new HashSet<>(blocks)).isEqualTo(new HashSet<>(raster));
        assertThat(raster.get(12).x()).isEqualTo(12 * 224);
        assertThat(blocks.get(8).y()).isEqualTo(224);
    }

    @Test
    void jpegTiles_areThoseUnderTheTiles_eachOnce() {
        ReadPlan plan = ReadPlan.of(1120, 448, 224, 1000, tile -> true);

        assertThat(plan.jpegTiles(Order.RASTER, 256, 256)).hasSize(5 * 2).doesNotHaveDuplicates();
        assertThat(plan.jpegTiles(Order.BLOCKS, 256, 256))
                .containsExactlyInAnyOrderElementsOf(plan.jpegTiles(Order.RASTER, 256, 256));
    }
}
