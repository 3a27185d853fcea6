package io.slidestream.mapfiles.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutlinesTest {
    @Test
    void singleCell_isASquare() {
        assertThat(rings("...", ".#.", "...")).containsExactly(new int[] {2, 1, 2, 2, 1, 2, 1, 1});
    }

    @Test
    void straightBorders_haveCornersOnlyAtTheirEnds() {
        assertThat(rings("####", "####")).containsExactly(new int[] {4, 0, 4, 2, 0, 2, 0, 0});
    }

    @Test
    void hole_isARingOfItsOwn_walkedTheOtherWay() {
        List<int[]> rings = rings("###", "#.#", "###");
        assertThat(rings).hasSize(2);
        assertThat(doubleArea(rings.get(0))).isEqualTo(18);
        assertThat(doubleArea(rings.get(1))).isEqualTo(-2);
    }

    /** A ring that met itself in that corner would make an invalid polygon. */
    @Test
    void holeThatTouchesTheOutsideInACorner_staysARingOfItsOwn() {
        List<int[]> rings = rings("###", "#.#", "##.");
        assertThat(rings).hasSize(2);
        rings.forEach(OutlinesTest::assertSimple);
    }

    @Test
    void cellsThatTouchInACornerOnly_areTwoRegions() {
        RegionMap map = new Drawing("#.", ".#").regions();
        assertThat(map.regions()).isEqualTo(2);
        Outlines outlines = new Outlines(map);
        assertThat(outlines.of(0)).hasSize(1);
        assertThat(outlines.of(1)).hasSize(1);
    }

    @Test
    void neighboursOfOtherValue_areOtherRegions() {
        RegionMap map = new Drawing("aab", "a.b", "bbb").regions();
        assertThat(map.regions()).isEqualTo(2);
        assertThat(map.size(0)).isEqualTo(3);
        assertThat(map.size(1)).isEqualTo(5);
    }

    /** Whatever the cells: rings never meet themselves and enclose exactly the region's cells. */
    @Test
    void randomGrids_haveSimpleRingsOfTheRightArea() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int columns = 1 + random.nextInt(12);
            int rows = 1 + random.nextInt(12);
            int values = 1 + random.nextInt(3);
            int[] cells = random.ints((long) columns * rows, -1, values).toArray();
            RegionMap map = RegionMap.of(columns, rows, cell -> cells[cell]);
            Outlines outlines = new Outlines(map);
            for (int region = 0; region < map.regions(); region++) {
                List<int[]> rings = outlines.of(region);
                rings.forEach(OutlinesTest::assertSimple);
                assertThat(doubleArea(rings.get(0)))
                        .as("outer ring, seed %s", seed)
                        .isPositive();
                assertThat(rings.stream().skip(1)).allMatch(ring -> doubleArea(ring) < 0);
                assertThat(rings.stream().mapToInt(OutlinesTest::doubleArea).sum())
                        .as("seed %s", seed)
                        .isEqualTo(2 * map.size(region));
            }
        }
    }

    private static List<int[]> rings(String... rows) {
        RegionMap map = new Drawing(rows).regions();
        assertThat(map.regions()).isEqualTo(1);
        return new Outlines(map).of(0);
    }

    private static void assertSimple(int[] ring) {
        Set<Long> corners = new HashSet<>();
        for (int i = 0; i < ring.length; i += 2) {
            assertThat(corners.add((long) ring[i] << 32 | ring[i + 1])).isTrue();
        }
    }

    /** By the shoelace formula; positive for a ring walked with its inside on the right, rows growing downwards. */
    private static int doubleArea(int[] ring) {
        int sum = 0;
        for (int i = 0; i < ring.length; i += 2) {
            int j = (i + 2) % ring.length;
            sum += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
        }
        return sum;
    }
}
