package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassScoresTest {
    @Test
    void probabilities_sumToOne_howeverLargeTheLogits() {
        double[] probabilities = ClassScores.softmax(new double[] {1e4, 1e4 + Math.log(3), -1e4});
        assertThat(probabilities).containsExactly(new double[] {0.25, 0.75, 0}, within(1e-9));
    }

    @Test
    void someOfTheLogits_areThoseOfOnePatch() {
        assertThat(ClassScores.softmax(new float[] {9, 2, 2, 9}, 1, 2)).containsExactly(0.5, 0.5);
    }

    @Test
    void ofEquals_theFirstIsTheLikeliest() {
        assertThat(ClassScores.likeliest(new double[] {1, 3, 3, 2})).isEqualTo(1);
        assertThat(ClassScores.likeliest(new double[] {-2, -1, -3})).isEqualTo(1);
    }
}
