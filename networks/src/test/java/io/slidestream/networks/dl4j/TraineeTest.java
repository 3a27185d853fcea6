package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class TraineeTest {
    private static final Architecture SQUEEZENET = Architecture.SQUEEZENET1_1;
    private static final int BATCH = 2;
    private static final double[] EVEN = {1, 1, 1};
    private static final int[] CLASSES = {0, 2};

    private final Map<String, Tensor> weights = SeededTensors.weights(SQUEEZENET, 3);
    private final FloatBuffer patches =
            SeededTensors.patches(new PatchLayout(224, PatchLayout.Order.NCHW), BATCH, 0, 1);

    @Test
    void theLoss_isThatOfTheNetworkThatServes_eachPatchWithItsClassesWeight() {
        FloatBuffer served = SeededTensors.patches(new PatchLayout(224, PatchLayout.Order.NHWC), BATCH, 0, 1);
        float[] logits;
        try (Dl4jEngine engine = Dl4jEngine.of(SQUEEZENET, 224, weights, BATCH, 1)) {
            logits = engine.logits(served, BATCH);
        }
        try (Trainee trainee = trainee(0)) {
            double loss = trainee.computeGradient(patches, CLASSES, new double[] {3, 1, 1}, 1)
                    .loss();
            assertThat(loss).isCloseTo((3 * crossEntropy(logits, 0, 0) + crossEntropy(logits, 3, 2)) / 4, within(1e-4));
        }
    }

    @Test
    void momentumDescent_isMatlabs() {
        try (Trainee trainee = trainee(0);
                Optimiser optimiser = Optimiser.sgdm(trainee, 0.9, 0.1)) {
            String weight = "features.3.squeeze.weight";
            String bias = "classifier.1.bias";
            float w0 = at(trainee, weight);
            float b0 = at(trainee, bias);
            trainee.computeGradient(patches, CLASSES, EVEN, 1);
            trainee.gradients().assign(2);

            optimiser.step(0.01, 0.1);
            float w1 = at(trainee, weight);
            assertThat(w1 - w0).isCloseTo((float) (-0.01 * (2 + 0.1 * w0)), within(1e-6f));
            assertThat(at(trainee, bias) - b0).isCloseTo(-0.1f * 2, within(1e-6f));

            optimiser.step(0.01, 0.1);
            assertThat(at(trainee, weight) - w1)
                    .isCloseTo((float) (-0.01 * (2 + 0.1 * w1) + 0.9 * (w1 - w0)), within(1e-6f));
        }
    }

    @Test
    void adamW_stepsByTheRate_andDecaysWeights() {
        try (Trainee trainee = trainee(0);
                Optimiser optimiser = Optimiser.adamW(trainee, 0.5)) {
            float w0 = at(trainee, "features.0.weight");
            float b0 = at(trainee, "features.0.bias");
            trainee.computeGradient(patches, CLASSES, EVEN, 1);
            trainee.gradients().assign(7);

            optimiser.step(0.01, 0.1);

            assertThat(at(trainee, "features.0.weight"))
                    .isCloseTo((float) (w0 * (1 - 0.01 * 0.5) - 0.01), within(1e-5f));
            assertThat(at(trainee, "features.0.bias") - b0).isCloseTo(-0.01f, within(1e-5f));
        }
    }

    @Test
    void twoThreads_giveTheGradientOfOne_andTheSameBitsEachTime() {
        INDArray alone;
        double loss;
        try (Trainee trainee = trainee(0)) {
            loss = trainee.computeGradient(patches, CLASSES, EVEN, 1).loss();
            alone = trainee.gradients().dup();
        }
        try (Trainee trainee = Trainee.of(SQUEEZENET, 224, weights, 0, BATCH, 2)) {
            assertThat(trainee.computeGradient(patches, CLASSES, EVEN, 1).loss())
                    .isCloseTo(loss, within(1e-6));
            assertThat(trainee.gradients().sub(alone).norm2Number().doubleValue())
                    .isLessThan(1e-5 * alone.norm2Number().doubleValue());
        }
        List<float[]> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Trainee trainee = Trainee.of(SQUEEZENET, 224, weights, 0.5, BATCH, 2);
                    Optimiser optimiser = Optimiser.sgdm(trainee, 0.9, 0)) {
                step(trainee, optimiser, 1);
                step(trainee, optimiser, 2);
                runs.add(trainee.snapshot());
            }
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
    }

    @Test
    void aClippedGradient_hasTheLength() {
        try (Trainee trainee = trainee(0)) {
            trainee.computeGradient(patches, CLASSES, EVEN, 1);
            double before = trainee.clip(0.5);

            assertThat(before).isGreaterThan(0.5);
            assertThat(trainee.gradients().norm2Number().doubleValue()).isCloseTo(0.5, within(1e-4));
        }
    }

    @Test
    void equalSteps_giveEqualBits_andOneThatGoesOnFromAState_too() {
        for (Function<Trainee, Optimiser> kind : List.<Function<Trainee, Optimiser>>of(
                t -> Optimiser.sgdm(t, 0.9, 1e-4), t -> Optimiser.adamW(t, 1e-2))) {
            float[] undisturbed;
            float[] half;
            Map<String, Tensor> state;
            try (Trainee trainee = trainee(0.5);
                    Optimiser optimiser = kind.apply(trainee)) {
                step(trainee, optimiser, 1);
                half = trainee.snapshot();
                state = optimiser.state();
                step(trainee, optimiser, 2);
                undisturbed = trainee.snapshot();
            }
            try (Trainee trainee = trainee(0.5);
                    Optimiser optimiser = kind.apply(trainee)) {
                step(trainee, optimiser, 7);
                trainee.restore(half);
                optimiser.restore(state);
                step(trainee, optimiser, 2);

                assertThat(trainee.snapshot()).isEqualTo(undisturbed);
                assertThatThrownBy(() -> optimiser.restore(Map.of()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("missing");
            }
        }
    }

    private static void step(Trainee trainee, Optimiser optimiser, long seed) {
        FloatBuffer patches = SeededTensors.patches(new PatchLayout(224, PatchLayout.Order.NCHW), BATCH, (int) seed, 5);
        trainee.computeGradient(patches, CLASSES, EVEN, seed);
        optimiser.step(1e-3, 1e-2);
    }

    private Trainee trainee(double dropout) {
        return Trainee.of(SQUEEZENET, 224, weights, dropout, BATCH, 1);
    }

    private static float at(Trainee trainee, String name) {
        return Objects.requireNonNull(trainee.weights().get(name)).values()[0];
    }

    private static double crossEntropy(float[] logits, int from, int truth) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum += Math.exp(logits[from + c] - logits[from + truth]);
        }
        return Math.log(sum);
    }
}
