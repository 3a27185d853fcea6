package io.slidestream.mapfiles.formats.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonTest {
    private static final double[] SQUARE = {0, 0, 100, 0, 100, 100, 0, 100, 0, 0};

    @Test
    void outline_doesNotRepeatItsFirstPoint() {
        assertThat(new Polygon(List.of(SQUARE)).outline()).containsExactly(0, 0, 100, 0, 100, 100, 0, 100);
    }

    @Test
    void holes_areCutOut_alsoBehindOneAnother() {
        double[] left = {10, 40, 30, 40, 30, 60, 10, 60, 10, 40};
        double[] right = {50, 45, 50, 55, 70, 55, 70, 45, 50, 45};
        double[] outline = new Polygon(List.of(SQUARE, left, right)).outline();
        Area drawn = new Area(path(outline));
        assertThat(drawn.contains(20, 50)).isFalse();
        assertThat(drawn.contains(60, 50)).isFalse();
        assertThat(drawn.contains(40, 50)).isTrue();
        assertThat(drawn.contains(85, 50)).isTrue();
    }

    /** Holes on a grid in any order, some in one row: whatever the cuts cross, each point is in or out as it was. */
    @Test
    void anyHoles_leaveEachPointAsItWas() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            Path2D expected = path(SQUARE);
            List<double[]> rings = new java.util.ArrayList<>(List.of(SQUARE));
            for (int i = 0; i < 8; i++) {
                double x = 5 + 12 * i;
                double y = 10 + 10 * random.nextInt(8);
                double[] hole = {x, y, x + 6, y + random.nextInt(3), x + 3, y + 8, x, y};
                rings.add(1 + random.nextInt(rings.size()), hole);
                expected.append(path(hole), false);
            }
            Path2D outline = path(new Polygon(rings).outline());
            for (int i = 0; i < 500; i++) {
                double x = 100 * random.nextDouble();
                double y = 100 * random.nextDouble();
                assertThat(outline.contains(x, y)).as("%s, %s", x, y).isEqualTo(expected.contains(x, y));
            }
        }
    }

    @Test
    void holeBesideTheArea_takesNothingAway_andLessThanATriangleIsRefused() {
        double[] beside = {200, 0, 300, 0, 300, 50, 200, 0};
        assertThat(new Polygon(List.of(SQUARE, beside)).outline()).hasSize(8);
        assertThatThrownBy(() -> new Polygon(List.of(new double[] {0, 0, 1, 1, 0, 0})))
                .hasMessageContaining("three points");
    }

    private static Path2D path(double[] line) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        path.moveTo(line[0], line[1]);
        for (int i = 2; i < line.length; i += 2) {
            path.lineTo(line[i], line[i + 1]);
        }
        path.closePath();
        return path;
    }
}
