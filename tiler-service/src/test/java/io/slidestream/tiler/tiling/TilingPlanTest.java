package io.slidestream.tiler.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TilingSpec;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.tiler.PaintedSlide;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TilingPlanTest {
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");
    private static final SlideVersion SLIDE = new SlideVersion("file:///bucket/S1.svs", "1-2", "S1");

    @Test
    void tile_showsThePatchAtItsOwnMicrons() throws SlideException {
        assertThat(grid(10_000, 8_000, 0.5, 1).tileSizePx()).isEqualTo(224);
        assertThat(grid(10_000, 8_000, 0.2527, 1).tileSizePx()).isEqualTo(443);
        assertThat(grid(10_000, 8_000, 1.0, 1).tileSizePx()).isEqualTo(112);
    }

    @Test
    void stride_isAShareOfTheTile_andAtLeastOnePixel() throws SlideException {
        assertThat(grid(10_000, 8_000, 0.5, 0.5).stridePx()).isEqualTo(112);
        assertThat(grid(10_000, 8_000, 0.5, 1).stridePx()).isEqualTo(224);
        assertThat(grid(300, 300, 0.5, 0.001).stridePx()).isEqualTo(1);
    }

    @Test
    void lastColumn_isShiftedInsideSlide() throws SlideException {
        TileGrid grid = grid(1000, 500, 0.5, 1);
        List<Level0Region> asked = new ArrayList<>();
        new TilingPlan(grid, region -> asked.add(region)).expectedTiles();

        assertThat(grid.columns()).isEqualTo(5);
        assertThat(asked).hasSize(15).contains(new Level0Region(776, 276, 224, 224));
        assertThat(asked).allMatch(region -> region.x() + 224 <= 1000 && region.y() + 224 <= 500);
    }

    @Test
    void slideSmallerThanATile_isTooSmall() {
        assertThatThrownBy(() -> grid(223, 5000, 0.5, 1))
                .isInstanceOf(SlideException.class)
                .hasMessageContaining("223x5000 px at 0.5 mpp, smaller than one tile of 224 px")
                .extracting(e -> ((SlideException) e).reason())
                .isEqualTo(RejectionReason.TOO_SMALL);
    }

    @Test
    void absurdResolution_isRejectedAndNotMapped() {
        assertThatThrownBy(() -> grid(5000, 5000, 1e6, 1))
                .isInstanceOf(SlideException.class)
                .hasMessageContaining("--mpp");
        assertThatThrownBy(() -> grid(5000, 5000, 1e-300, 1)).isInstanceOf(SlideException.class);
    }

    @Test
    void tileOfFewerPixelsThanSayAnything_isTooCoarse_unlessTheNetworkWantsAsFew() throws SlideException {
        assertThat(grid(5000, 5000, 3.5, 1).tileSizePx()).isEqualTo(32);
        assertThatThrownBy(() -> grid(5000, 5000, 4, 1))
                .hasMessageStartingWith("at 4.0 microns per pixel a tile is 28 px wide and the network wants 224;")
                .extracting(e -> ((SlideException) e).reason())
                .isEqualTo(RejectionReason.TOO_COARSE);
        assertThat(grid(5000, 5000, 4, new TilingSpec(28, 4, 1, null, "tissue")).tileSizePx())
                .isEqualTo(28);
    }

    @Test
    void gridOfMoreCellsThanAnyMapMayHave_isRefusedBeforeItIsMade() {
        assertThatThrownBy(() -> grid(400_000, 400_000, 0.5, 0.05))
                .hasMessageContaining("tiles, tissue or not, and no map has more than 16777216")
                .extracting(e -> ((SlideException) e).reason())
                .isEqualTo(RejectionReason.TOO_MANY_TILES);
    }

    @Test
    void blocks_coverExactlyTheTissueCells_rowByRow() throws SlideException {
        TileGrid grid = grid(224 * 21 + 5, 224 * 18 + 100, 0.5, 1);
        Set<Cell> tissue = new HashSet<>();
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                if ((column * 31 + row * 17) % 7 < 2 && !(column < 8 && row < 8)) {
                    tissue.add(new Cell(column, row));
                }
            }
        }
        Set<Level0Region> regions = new HashSet<>();
        tissue.forEach(cell -> regions.add(grid.region(cell)));
        TilingPlan plan = new TilingPlan(grid, regions::contains);

        List<Cell> covered = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (Iterator<TileBlock> blocks = plan.blocks(MAP, 3, SLIDE, "model"); blocks.hasNext(); ) {
            TileBlock block = blocks.next();
            assertThat(block.attempt()).isEqualTo(3);
            covered.addAll(block.cells());
            order.add(block.blockIndex());
        }

        assertThat(covered).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(tissue);
        assertThat(order).isSorted().doesNotContain(0);
        assertThat(plan.expectedTiles()).isEqualTo(tissue.size());
    }

    @Test
    void millionTiles_areMadeAsTheyAreAskedFor() throws SlideException {
        TileGrid grid = grid(224L * 1250, 224L * 1000, 0.5, 1);
        List<Level0Region> asked = new ArrayList<>();
        Iterator<TileBlock> blocks = new TilingPlan(grid, asked::add).blocks(MAP, 1, SLIDE, "model");

        blocks.next();
        blocks.next();

        assertThat(asked).hasSizeLessThanOrEqualTo(3 * 64);
        assertThat(new TilingPlan(grid, region -> true).expectedTiles()).isEqualTo(1_250_000);
    }

    private static TileGrid grid(long width, long height, double mpp, double stride) throws SlideException {
        return grid(width, height, mpp, new TilingSpec(224, 0.5, stride, null, "tissue"));
    }

    private static TileGrid grid(long width, long height, double mpp, TilingSpec spec) throws SlideException {
        SlideProperties slide = PaintedSlide.of(width, height, mpp, (x, y) -> 0).properties();
        return TilingPlan.grid(slide, mpp, spec);
    }
}
