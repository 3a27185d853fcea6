package io.slidestream.trainer.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.picture.Distortion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The figures of an evaluation against what is known of the answers. */
class PredictionsTest {
    @Test
    void halves_shareOutEveryClass() {
        Predictions predictions = drawn(1, 101, 3);

        List<List<Integer>> halves = predictions.halves(1);

        Set<Integer> all = new HashSet<>(halves.get(0));
        all.addAll(halves.get(1));
        assertThat(all).hasSize(101);
        assertThat(halves.get(0).size() - halves.get(1).size()).isBetween(0, 1);
        for (int c = 0; c < 3; c++) {
            int classIndex = c;
            long first = halves.get(0).stream()
                    .filter(i -> predictions.truth(i) == classIndex)
                    .count();
            long second = halves.get(1).stream()
                    .filter(i -> predictions.truth(i) == classIndex)
                    .count();
            assertThat(Math.abs(first - second)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theFittedTemperature_isTheOneTheTruthWasDrawnWith() {
        assertThat(Temperature.fit(drawn(2.5, 20_000, 4))).isCloseTo(2.5, within(0.1));
        assertThat(Temperature.fit(drawn(0.5, 20_000, 4))).isCloseTo(0.5, within(0.02));
    }

    @Test
    void theFittedTemperature_hasTheLeastLoss() {
        Predictions predictions = drawn(2.5, 500, 4);
        double best = Temperature.fit(predictions);

        double least = Temperature.loss(predictions, best);

        assertThat(Temperature.loss(predictions, best * 1.02)).isGreaterThan(least);
        assertThat(Temperature.loss(predictions, best / 1.02)).isGreaterThan(least);
        double byHand = 0;
        for (int i = 0; i < predictions.size(); i++) {
            byHand -= Math.log(predictions.probabilities(i, best)[predictions.truth(i)]) / predictions.size();
        }
        assertThat(least).isCloseTo(byHand, within(1e-9));
    }

    @Test
    void whereAllIsRight_theTemperatureStaysInItsBounds() {
        Predictions sure = of(List.of("A", "B"), new int[] {0, 1}, new double[][] {{9, 0}, {0, 9}});

        assertThat(Temperature.fit(sure)).isCloseTo(Temperature.LEAST, within(1e-9));
    }

    @Test
    void scaling_mendsOverconfidence() {
        Recalibration found = Recalibration.of(drawn(3, 5_000, 4), 1, 1);

        assertThat(found.isStored()).isFalse();
        assertThat(found.stored()).isEqualTo(found.before());
        assertThat(found.before().calibration().expectedError()).isGreaterThan(0.15);
        assertThat(found.refitted().calibration().expectedError()).isLessThan(0.03);
        assertThat(found.refitted().loss()).isLessThan(found.before().loss());
        assertThat(found.refitted().temperature()).isCloseTo(3, within(0.3));
        assertThat(found.refitted().halves())
                .hasSize(2)
                .allSatisfy(t -> assertThat(t).isCloseTo(3, within(0.4)));
    }

    @Test
    void aStoredTemperature_isMeasuredBesideTheOthers() {
        Predictions predictions = drawn(3, 5_000, 4);

        Recalibration found = Recalibration.of(predictions, 2.9, 1);

        assertThat(found.isStored()).isTrue();
        assertThat(found.before().temperature()).isEqualTo(1);
        assertThat(found.stored().loss()).isEqualTo(Temperature.loss(predictions, 2.9));
        assertThat(found.stored().calibration()).isEqualTo(Calibration.of(predictions, predictions.probabilities(2.9)));
        assertThat(found.stored().calibration().expectedError()).isLessThan(0.03);
    }

    @Test
    void whatAModelStores_isFittedWhereTheTilesTell() {
        assertThat(Temperature.toStore(drawn(2.5, 2_000, 4))).isCloseTo(2.5, within(0.3));
        assertThat(Temperature.toStore(drawn(2.5, 29, 4))).isEqualTo(1);
        double[][] sure = new double[40][];
        Arrays.fill(sure, new double[] {9, 0});
        assertThat(Temperature.toStore(of(List.of("A", "B"), new int[40], sure)))
                .isEqualTo(1);
    }

    @Test
    void calibrationError_isTheWeightedDistanceOfConfidenceAndAccuracy() {
        Predictions predictions = of(List.of("A", "B"), new int[] {0, 0, 0, 1}, new double[4][2]);
        List<double[]> probabilities = List.of(
                new double[] {0.9, 0.1}, new double[] {0.92, 0.08}, new double[] {0.1, 0.9}, new double[] {0.4, 0.6});

        Calibration found = Calibration.of(predictions, probabilities);

        // three of confidences 0.9, 0.92, 0.9 in one bin, two right; one of 0.6 in another, right
        assertThat(found.expectedError()).isCloseTo(0.75 * (2.72 / 3 - 2.0 / 3) + 0.25 * 0.4, within(1e-12));
        assertThat(found.bins()).hasSize(15);
        assertThat(found.bins().get(13).tiles()).isEqualTo(3);
        assertThat(found.bins().get(8).accuracy()).isEqualTo(1);
    }

    @Test
    void theAreaUnderARocCurve_isTheShareOfPairsInTheRightOrder_tiesCountingHalf() {
        Predictions predictions = of(List.of("A", "B"), new int[] {0, 0, 0, 1, 1}, new double[5][2]);
        List<double[]> probabilities = List.of(
                new double[] {0.9, 0.1},
                new double[] {0.6, 0.4},
                new double[] {0.2, 0.8},
                new double[] {0.6, 0.4},
                new double[] {0.1, 0.9});

        RocCurve curve = RocCurve.of(predictions, probabilities, 0).orElseThrow();

        assertThat(curve.area()).isCloseTo((2 + 1.5 + 1) / 6, within(1e-12));
        assertThat(curve.points()).hasSize(5);
        assertThat(curve.points().get(4)).isEqualTo(new RocCurve.Point(1, 1));
        assertThat(curve.positives()).isEqualTo(3);
    }

    @Test
    void aClassWithoutTiles_hasNoCurve() {
        Predictions predictions = of(List.of("A", "B"), new int[] {0, 0}, new double[2][2]);

        assertThat(RocCurve.of(predictions, predictions.probabilities(1), 0)).isEmpty();
        assertThat(RocCurve.of(predictions, predictions.probabilities(1), 1)).isEmpty();
    }

    @Test
    void mistakes_standMostConfidentFirst() {
        Predictions predictions = of(List.of("A", "B"), new int[] {0, 0, 1}, new double[][] {{0, 1}, {0, 3}, {0, 5}});

        List<Mistake> mistakes = Mistake.of(predictions, predictions.probabilities(1));

        assertThat(mistakes).extracting(m -> m.tile().name()).containsExactly("1.png", "0.png");
        assertThat(mistakes.get(0).predicted()).isEqualTo(1);
        assertThat(mistakes.get(0).confidence() + mistakes.get(0).truthProbability())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void robustness_comparesEachDistortionWithTheSameTiles() {
        Predictions plain = of(List.of("A", "B"), new int[] {0, 1}, new double[][] {{1, 0}, {1, 0}});
        List<double[]> disturbed = List.of(
                new double[] {1, 0}, new double[] {0, 1}, // first tile under two distortions
                new double[] {0, 1}, new double[] {0, 1});

        Robustness found = Robustness.of(plain, List.of(Distortion.jpeg(90), Distortion.blur(1)), disturbed);

        assertThat(found.undisturbed().accuracy()).isEqualTo(new Proportion(1, 2));
        assertThat(found.rows().get(0).matrix().accuracy()).isEqualTo(new Proportion(2, 2));
        assertThat(found.rows().get(1).matrix().accuracy()).isEqualTo(new Proportion(1, 2));
        assertThat(found.rows().get(0).same()).isEqualTo(new Proportion(1, 2));
        assertThat(found.rows().get(1).same()).isEqualTo(new Proportion(0, 2));
        assertThat(Robustness.sample(3)).containsExactly(0, 1, 2);
        assertThat(Robustness.sample(100_000))
                .hasSize(1_000)
                .doesNotHaveDuplicates()
                .contains(0, 99_900);
    }

    /** Truths drawn from the probabilities that the logits have at a temperature. */
    private static Predictions drawn(double temperature, int count, int classes) {
        Random random = new Random(5);
        double[][] logits = new double[count][classes];
        int[] truths = new int[count];
        for (int i = 0; i < count; i++) {
            double[] scaled = new double[classes];
            for (int c = 0; c < classes; c++) {
                logits[i][c] = 3 * random.nextGaussian();
                scaled[c] = logits[i][c] / temperature;
            }
            double[] probabilities = ClassScores.softmax(scaled);
            double left = random.nextDouble();
            while (truths[i] < classes - 1 && left >= probabilities[truths[i]]) {
                left -= probabilities[truths[i]++];
            }
        }
        return of(List.of("A", "B", "C", "D").subList(0, classes), truths, logits);
    }

    private static Predictions of(List<String> names, int[] truths, double[][] logits) {
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < truths.length; i++) {
            tiles.add(new Tile(Path.of(i + ".png"), truths[i]));
        }
        return new Predictions(names, tiles, List.of(logits));
    }
}
