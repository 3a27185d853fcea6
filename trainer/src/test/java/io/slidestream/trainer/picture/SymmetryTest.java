package io.slidestream.trainer.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymmetryTest {
    private final TilePicture picture = new TilePicture(2, 2, new int[] {1, 2, 3, 4});

    @Test
    void theEightWaysAreAllDifferent_andAllOfTheSamePixels() {
        List<List<Integer>> laid = Arrays.stream(Symmetry.values())
                .map(way -> Arrays.stream(way.of(picture).rgb()).boxed().toList())
                .toList();

        assertThat(laid).hasSize(8).doesNotHaveDuplicates();
        assertThat(laid).allSatisfy(pixels -> assertThat(pixels).containsExactlyInAnyOrder(1, 2, 3, 4));
    }

    @Test
    void theFirstIsThePictureItself() {
        assertThat(List.of(Symmetry.values()).get(0).of(picture)).isSameAs(picture);
        assertThat(Symmetry.MIRRORED.of(picture).rgb()).containsExactly(2, 1, 4, 3);
        assertThat(Symmetry.TRANSPOSED.of(picture).rgb()).containsExactly(1, 3, 2, 4);
    }

    @Test
    void cornersStayNeighbours_soThatTissueIsTurnedNotTorn() {
        for (Symmetry way : Symmetry.values()) {
            int[] rgb = way.of(picture).rgb();
            assertThat(rgb[0] + rgb[3]).isEqualTo(5);
        }
    }
}
