package io.slidestream.trainer.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TilePictureTest {
    @Test
    void theFingerprint_seesEveryPixelAndTheShape() {
        TilePicture picture = new TilePicture(2, 2, new int[] {1, 2, 3, 4});

        assertThat(picture.fingerprint())
                .isEqualTo(new TilePicture(2, 2, new int[] {1, 2, 3, 4}).fingerprint())
                .isNotEqualTo(new TilePicture(2, 2, new int[] {1, 2, 3, 5}).fingerprint())
                .isNotEqualTo(new TilePicture(4, 1, new int[] {1, 2, 3, 4}).fingerprint());
    }

    @Test
    void theMiddleSquare_isCutFromTheLongerSide() {
        assertThat(new TilePicture(4, 2, new int[] {1, 2, 3, 4, 5, 6, 7, 8})
                        .middleSquare()
                        .rgb())
                .containsExactly(2, 3, 6, 7);
        assertThat(new TilePicture(1, 3, new int[] {1, 2, 3}).middleSquare().rgb())
                .containsExactly(2);
        TilePicture square = new TilePicture(1, 1, new int[] {1});
        assertThat(square.middleSquare()).isSameAs(square);
    }
}
