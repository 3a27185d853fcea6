package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.trainer.data.Samples;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {
    @Test
    void separableClasses_areLearnt_howeverUnequalTheyAre() {
        HeadTrainer.Run run = new HeadTrainer(3, 1).train(clouds(1, 200, 20, 4), clouds(2, 20, 20, 20), 1e-4);

        assertThat(run.best().validationAccuracy()).isGreaterThan(0.95);
        Samples test = clouds(3, 50, 50, 50);
        for (int i = 0; i < test.size(); i++) {
            double[] probabilities = run.head().probabilities(test.features()[i]);
            assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isEqualTo(1, within(1e-12));
        }
    }

    @Test
    void theKeptEpoch_isTheOneWithTheLowestValidationLoss() {
        HeadTrainer.Run run = new HeadTrainer(3, 1).train(clouds(1, 9, 9, 9), clouds(2, 9, 9, 9), 1e-5);

        assertThat(run.best().validationLoss())
                .isEqualTo(run.epochs().stream()
                        .mapToDouble(HeadTrainer.Epoch::validationLoss)
                        .min()
                        .orElseThrow());
    }

    @Test
    void theGradient_isThatOfTheLoss_soThatNothingBeatsTheTrainedLayer() {
        Samples samples = clouds(1, 30, 30, 30);
        HeadTrainer.Run run = new HeadTrainer(3, 1).train(samples, samples, 1e-2);
        HeadTrainer.Run stronger = new HeadTrainer(3, 1).train(samples, samples, 1e-1);

        assertThat(stronger.best().trainingLoss()).isGreaterThan(run.best().trainingLoss());
        assertThat(Math.abs(stronger.head().weights()[0][0]))
                .isLessThan(Math.abs(run.head().weights()[0][0]));
    }

    @Test
    void equalInput_givesEqualBits_anotherSeedDoesNot() {
        Samples training = clouds(1, 70, 70, 70);
        Samples validation = clouds(2, 9, 9, 9);

        LinearHead first =
                new HeadTrainer(3, 5).train(training, validation, 1e-3).head();
        assertThat(new HeadTrainer(3, 5)
                        .train(training, validation, 1e-3)
                        .head()
                        .weights())
                .isDeepEqualTo(first.weights());
        assertThat(new HeadTrainer(3, 6)
                        .train(training, validation, 1e-3)
                        .head()
                        .weights()[0])
                .isNotEqualTo(first.weights()[0]);
    }

    @Test
    void aFeatureThatNeverVaries_doesNoHarm() {
        Samples training = clouds(1, 9, 9, 9);
        for (float[] features : training.features()) {
            features[1] = 7;
        }

        LinearHead head = new HeadTrainer(3, 1).train(training, training, 1e-3).head();

        assertThat(head.weights()[0][1]).isFinite();
    }

    /** Three noisy clouds at the corners of a triangle, with two features of noise. */
    private static Samples clouds(long seed, int... counts) {
        double[][] centers = {{0, 0}, {6, 0}, {0, 6}};
        Random random = new Random(seed);
        int total = counts[0] + counts[1] + counts[2];
        float[][] features = new float[total][4];
        int[] classes = new int[total];
        int at = 0;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < counts[c]; i++, at++) {
                classes[at] = c;
                for (int j = 0; j < 4; j++) {
                    features[at][j] = (float) ((j < 2 ? centers[c][j] : 0) + random.nextGaussian());
                }
            }
        }
        return new Samples(features, classes);
    }
}
