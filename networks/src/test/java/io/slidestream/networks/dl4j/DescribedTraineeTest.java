package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.engine.Device;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class DescribedTraineeTest {
    private static final int[] FIVE = {0, 2, 1, 1, 0};
    private static final double[] EVEN = {1, 1, 1};

    private final GoldenNetwork golden = GoldenNetworks.read("mobilenet_v2");
    private final Map<String, Tensor> weights = golden.weights();
    private final Network network = Families.network(weights, golden.sizePx());

    @Test
    void theLoss_isThatOfTheNetworkThatServes_eachPatchWithItsClassesWeight() {
        float[] logits;
        try (Dl4jEngine engine = Dl4jEngine.of(Folding.of(network, weights), 5, 1, Device.CPU)) {
            logits = engine.logits(patches(5, PatchLayout.Order.NHWC), 5);
        }
        double[] classWeights = {3, 1, 2};
        double sum = 0;
        double expected = 0;
        for (int i = 0; i < 5; i++) {
            expected += classWeights[FIVE[i]] * crossEntropy(logits, 3 * i, FIVE[i]);
            sum += classWeights[FIVE[i]];
        }
        try (Trainee trainee = trainee(BatchNormUse.FROZEN, 0, 5, 1)) {
            double loss = trainee.computeGradient(patches(5, PatchLayout.Order.NCHW), FIVE, classWeights, 1)
                    .loss();

            assertThat(loss).isCloseTo(expected / sum, within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource(BatchNormUse.class)
    void threadsAndPasses_giveTheSameGradient_andTheSameBitsEachTime(BatchNormUse use) {
        int count = use == BatchNormUse.TRAIN
                ? 24
                : 5; // three times eight pictures together; a pass of four and one of one
        int[] classes = new int[count];
        Arrays.setAll(classes, i -> i % 3);
        FloatBuffer patches = patches(count, PatchLayout.Order.NCHW);
        INDArray alone;
        float[] after;
        try (Trainee trainee = trainee(use, 0, count, 1)) {
            trainee.computeGradient(patches, classes, EVEN, 1);
            alone = trainee.gradients().dup();
            after = trainee.snapshot();
        }
        INDArray first = alone;
        for (int run = 0; run < 2; run++) {
            try (Trainee trainee = trainee(use, 0, count, 2)) {
                trainee.computeGradient(patches, classes, EVEN, 1);
                INDArray found = trainee.gradients().dup();
                assertThat(found.sub(alone).norm2Number().doubleValue())
                        .isLessThan(1e-4 * alone.norm2Number().doubleValue());
                assertThat(largestDifference(trainee.snapshot(), after)).isLessThan(1e-5);
                if (run == 0) {
                    first = found;
                } else {
                    assertThat(found).isEqualTo(first);
                }
            }
        }
    }

    @Test
    void equalSteps_giveEqualBits_andOneThatGoesOnFromAState_too() {
        float[] undisturbed;
        float[] half;
        Map<String, Tensor> state;
        try (Trainee trainee = trainee(BatchNormUse.TRAIN, 0.5, 2, 1);
                Optimiser optimiser = Optimiser.adamW(trainee, 1e-2)) {
            step(trainee, optimiser, 1);
            half = trainee.snapshot();
            state = optimiser.state();
            step(trainee, optimiser, 2);
            undisturbed = trainee.snapshot();
        }
        try (Trainee trainee = trainee(BatchNormUse.TRAIN, 0.5, 2, 1);
                Optimiser optimiser = Optimiser.adamW(trainee, 1e-2)) {
            step(trainee, optimiser, 7);
            trainee.restore(half);
            optimiser.restore(state);
            step(trainee, optimiser, 2);

            assertThat(trainee.snapshot()).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v2", "tia-resnet", "densenet"})
    void aFewPictures_areLearntByHeart_andFrozenNormalisationStaysAsItWas(String name) {
        GoldenNetwork some = GoldenNetworks.read(name);
        Map<String, Tensor> before = some.weights();
        Network of = Families.network(before, some.sizePx());
        double[] even = new double[of.classCount()];
        Arrays.fill(even, 1);
        int[] classes = {1, 0};
        FloatBuffer patches = some.pictures(new PatchLayout(some.sizePx(), PatchLayout.Order.NCHW));
        try (Trainee trainee = Trainee.of(of, before, BatchNormUse.FROZEN, 0, 2, 1);
                Optimiser optimiser = Optimiser.adamW(trainee, 1e-2)) {
            double loss = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 60 && loss > 0.05; step++) {
                loss = trainee.computeGradient(patches, classes, even, step).loss();
                trainee.clip(5);
                optimiser.step(1e-3, 1e-3);
            }
            Map<String, Tensor> after = trainee.weights();

            assertThat(loss).isLessThan(0.05);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            after.forEach((tensor, values) -> {
                String layer = tensor.substring(0, tensor.lastIndexOf('.'));
                float[] own = values.values();
                float[] old = Objects.requireNonNull(before.get(tensor)).values();
                if (before.containsKey(layer + ".running_mean")) {
                    assertThat(own).as(tensor).isEqualTo(old);
                } else {
                    assertThat(own).as(tensor).isNotEqualTo(old);
                }
            });
        }
    }

    @Test
    void aBatchThatCannotBeNormalised_isRefused_andSoIsANetworkWithoutDenseLayers() {
        assertThatThrownBy(() -> trainee(BatchNormUse.TRAIN, 0, 17, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a batch of 17 does not divide into such: choose --batch 32");
        GoldenNetwork other = GoldenNetworks.read("squeezenet1_0");
        assertThatThrownBy(() -> Trainee.check(
                        Families.network(other.weights(), other.sizePx()), other.weights(), BatchNormUse.FROZEN, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("squeezenet1_0 cannot be trained in all its layers here")
                .hasMessageContaining("--encoder");
    }

    private static double largestDifference(float[] some, float[] others) {
        double largest = 0;
        for (int i = 0; i < others.length; i++) {
            largest = Math.max(largest, Math.abs(some[i] - others[i]));
        }
        return largest;
    }

    private void step(Trainee trainee, Optimiser optimiser, long seed) {
        FloatBuffer patches = SeededTensors.patches(layout(PatchLayout.Order.NCHW), 2, (int) seed, 5);
        trainee.computeGradient(patches, new int[] {0, 2}, EVEN, seed);
        optimiser.step(1e-3, 1e-2);
    }

    private Trainee trainee(BatchNormUse use, double dropout, int batch, int threads) {
        return Trainee.of(network, weights, use, dropout, batch, threads);
    }

    private FloatBuffer patches(int count, PatchLayout.Order order) {
        return SeededTensors.patches(
                layout(order), count, IntStream.range(0, count).toArray());
    }

    private PatchLayout layout(PatchLayout.Order order) {
        return new PatchLayout(golden.sizePx(), order);
    }

    private static double crossEntropy(float[] logits, int from, int truth) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            sum += Math.exp(logits[from + c] - logits[from + truth]);
        }
        return Math.log(sum);
    }
}
