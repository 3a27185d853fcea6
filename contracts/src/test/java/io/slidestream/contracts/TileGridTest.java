package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileGridTest {
    @ParameterizedTest
    @CsvSource({
        // width, height, tile, stride, columns, rows
        "224,224,224,224,1,1",
        "225,447,224,224,2,2",
        "448,449,224,224,2,3",
        "2220,2967,224,224,10,14",
        "2220,2967,224,112,19,26",
        "10,10,10,1,1,1",
        "11,12,10,1,2,3",
        "16777216,1,1,1,16777216,1"
    })
    void columnsAndRowsReachTheEdges(long width, long height, int tile, int stride, int columns, int rows) {
        TileGrid grid = new TileGrid(width, height, 0.5, tile, stride);

        assertThat(grid.columns()).isEqualTo(columns);
        assertThat(grid.rows()).isEqualTo(rows);
    }

    @Test
    void lastColumnAndRow_areShiftedInsideSlide() {
        TileGrid grid = new TileGrid(500, 300, 0.5, 224, 224);

        assertThat(grid.region(new Cell(0, 0))).isEqualTo(new Level0Region(0, 0, 224, 224));
        assertThat(grid.region(new Cell(1, 0))).isEqualTo(new Level0Region(224, 0, 224, 224));
        assertThat(grid.region(new Cell(2, 1))).isEqualTo(new Level0Region(276, 76, 224, 224));
    }

    @ParameterizedTest
    @CsvSource({"224,224,224,224", "2220,2967,224,224", "2220,2967,224,112", "1000,999,224,100", "1000,999,300,299"})
    void everyTileIsInside_andTheTilesCoverTheSlide_andAreasAddUp(long width, long height, int tile, int stride) {
        TileGrid grid = new TileGrid(width, height, 0.499, tile, stride);
        double area = 0;
        long reachX = 0;
        long reachY = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                Level0Region region = grid.region(new Cell(column, row));
                assertThat(region.x()).isBetween(0L, reachX);
                assertThat(region.y()).isBetween(0L, reachY);
                reachX = column == grid.columns() - 1 ? 0 : region.x() + tile;
                assertThat(region.x() + tile).isLessThanOrEqualTo(width);
                assertThat(region.y() + tile).isLessThanOrEqualTo(height);
                double cellArea = grid.cellAreaMm2(new Cell(column, row));
                assertThat(cellArea).isPositive();
                area += cellArea;
            }
            reachY = grid.region(new Cell(0, row)).y() + tile;
        }

        assertThat(reachY).isEqualTo(height);
        assertThat(grid.region(new Cell(grid.columns() - 1, 0)).x() + tile).isEqualTo(width);
        assertThat(area).isCloseTo(width * height * 0.499 * 0.499 / 1e6, within(1e-9));
    }

    @Test
    void blocksNameEveryCellOnce() {
        TileGrid grid = new TileGrid(2220, 2967, 0.5, 224, 112);
        Set<Cell> seen = new HashSet<>();
        for (int block = 0; block < grid.blocks(); block++) {
            for (int bit = 0; bit < 64; bit++) {
                Cell cell = grid.cellOf(block, bit);
                if (grid.contains(cell)) {
                    assertThat(seen.add(cell)).as("%s", cell).isTrue();
                }
            }
        }

        assertThat(grid.blockColumns()).isEqualTo(3);
        assertThat(grid.blockRows()).isEqualTo(4);
        assertThat(seen).hasSize(grid.columns() * grid.rows());
    }

    @Test
    void cellsOfABlock_comeInRowOrder() {
        TileGrid grid = new TileGrid(2220, 2967, 0.5, 224, 112);

        assertThat(BlockCells.of(grid, 4, 1L << 9 | 1L << 63 | 1L | 1L << 2))
                .isEqualTo(List.of(new Cell(8, 8), new Cell(10, 8), new Cell(9, 9), new Cell(15, 15)));
    }

    @Test
    void cellsOutsideTheGrid_areRefused() {
        TileGrid grid = new TileGrid(2220, 2967, 0.5, 224, 112);

        assertThatThrownBy(() -> BlockCells.of(grid, 2, 1L << 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("block 2 names Cell[column=19, row=0] outside the grid of 19x26");
        assertThatThrownBy(() -> BlockCells.of(grid, 12, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("blockIndex must be in 0..11, was 12");
        assertThatThrownBy(() -> grid.region(new Cell(19, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside the grid");
    }

    @ParameterizedTest
    @CsvSource({
        "100,300,0.5,224,224,tileSizePx must be in 1..100",
        "300,300,0.5,224,0,stridePx must be in 1..tileSizePx=224",
        "300,300,0.5,224,225,stridePx must be in 1..tileSizePx=224",
        "300,300,0,224,224,mpp must be in 0.05..5",
        "300,300,NaN,224,224,mpp must be in 0.05..5",
        "2147483647,2147483647,0.5,1,1,cells must be in 1..16777216",
        "40000,40000,0.5,1,1,cells must be in 1..16777216",
        "4294967296,300,0.5,224,224,slideWidthPx must be in"
    })
    void gridsThatMakeNoSense_areRefused(long width, long height, double mpp, int tile, int stride, String message) {
        assertThatThrownBy(() -> new TileGrid(width, height, mpp, tile, stride))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
