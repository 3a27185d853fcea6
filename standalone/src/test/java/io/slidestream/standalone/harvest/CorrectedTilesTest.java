package io.slidestream.standalone.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.people.Region;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.TileGrid;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CorrectedTilesTest {
    /** 10 by 5 tiles, the last column and row shifted. */
    private static final TileGrid GRID = new TileGrid(950, 480, 0.5, 100, 100);

    private final CorrectedTiles tiles = new CorrectedTiles(GRID, 0.5);

    @Test
    void tileIsTaken_whereARegionCoversHalfOfIt() {
        tiles.add(region("TUM", "ann", 130, 0, 360, 100));
        assertThat(tiles.tiles()).extracting(tile -> tile.place().x()).containsExactly(100L, 200L, 300L);
        assertThat(tiles.touches(new Cell(1, 0))).isTrue();
        assertThat(tiles.touches(new Cell(4, 0))).isFalse();
        assertThat(tiles.touches(new Cell(1, 1))).isFalse();
    }

    @Test
    void smallRegion_givesTheTileAroundItsMiddle_insideTheSlide() {
        tiles.add(region("TUM", "ann", 930, 470, 940, 476));
        assertThat(tiles.tiles()).extracting(HarvestTile::place).containsExactly(new Level0Region(850, 380, 100, 100));
    }

    @Test
    void lastWordOfAPersonCounts_andContradictionsOfTwoAreLeftOut() {
        tiles.add(region("TUM", "ann", 0, 0, 200, 100));
        tiles.add(region("STR", "ann", 100, 0, 200, 100));
        tiles.add(region("TUM", "ben", 0, 0, 200, 100));
        assertThat(tiles.tiles()).singleElement().satisfies(tile -> {
            assertThat(tile.place().x()).isZero();
            assertThat(tile.label()).isEqualTo("TUM");
            assertThat(tile.who()).isEqualTo("ann; ben");
        });
        assertThat(tiles.contradictions()).isEqualTo(1);
    }

    @Test
    void excludedRegion_givesNoTile_andNobodyAgreedThere() {
        tiles.exclude(region("not sure", "ann", 0, 0, 100, 100));
        assertThat(tiles.tiles()).isEmpty();
        assertThat(tiles.touches(new Cell(0, 0))).isTrue();
    }

    static LabelledRegion region(String label, String author, int x0, int y0, int x1, int y1) {
        String ring = "[[%d,%d],[%d,%d],[%d,%d],[%d,%d],[%d,%d]]".formatted(x0, y0, x1, y0, x1, y1, x0, y1, x0, y0);
        return new LabelledRegion(
                Region.parse("{\"type\":\"Polygon\",\"coordinates\":[" + ring + "]}"), label, author, Instant.EPOCH);
    }
}
