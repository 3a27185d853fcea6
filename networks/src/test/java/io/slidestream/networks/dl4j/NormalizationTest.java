package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.patches.PatchLayout;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** AlexNet's local response normalisation against its formula, with activations large enough for it to matter. */
class NormalizationTest {
    private static final int CHANNELS = 8;
    private static final int SIZE_PX = 5;
    private static final int BATCH = 2;

    @BeforeEach
    void enable() {
        OneDnn.enable();
    }

    @ParameterizedTest
    @EnumSource
    void outputs_areTheFormulas(PatchLayout.Order order) {
        ComputationGraph graph = new ComputationGraph(layers(order).build());
        graph.init();
        graph.setParams(large(graph.params().shape()));

        Map<String, INDArray> activations = graph.feedForward(input(order), false);
        INDArray before = nchw(Objects.requireNonNull(activations.get("convolution")), order);
        INDArray after = nchw(Objects.requireNonNull(activations.get("normalization")), order);

        double largestChange = 0;
        for (int patch = 0; patch < BATCH; patch++) {
            for (int y = 0; y < SIZE_PX; y++) {
                for (int x = 0; x < SIZE_PX; x++) {
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        double expected = formula(before, patch, channel, y, x);
                        assertThat(after.getDouble(patch, channel, y, x) / expected)
                                .as("channel %d", channel)
                                .isCloseTo(1, within(1e-5));
                        largestChange = Math.max(largestChange, before.getDouble(patch, channel, y, x) / expected);
                    }
                }
            }
        }
        assertThat(largestChange).isGreaterThan(1.2);
    }

    /** Deeplearning4j's own layer fails here. */
    @Test
    void gradients_areTheFormulas() {
        ComputationGraph graph =
                new ComputationGraph(layers(PatchLayout.Order.NCHW).build());
        graph.init();
        graph.setParams(large(graph.params().shape()));
        Nd4j.getRandom().setSeed(5);
        INDArray error = Nd4j.randn(DataType.FLOAT, BATCH, CHANNELS, SIZE_PX, SIZE_PX);
        INDArray[] input = {input(PatchLayout.Order.NCHW)};
        INDArray before =
                Objects.requireNonNull(graph.feedForward(input, true, false).get("convolution"));

        INDArray found = graph.backpropGradient(error).getGradientFor("convolution_b");

        for (int channel = 0; channel < CHANNELS; channel++) {
            double expected = 0;
            for (int patch = 0; patch < BATCH; patch++) {
                for (int y = 0; y < SIZE_PX; y++) {
                    for (int x = 0; x < SIZE_PX; x++) {
                        expected += derivative(before, error, patch, channel, y, x);
                    }
                }
            }
            assertThat(found.getDouble(channel)).as("channel %d", channel).isCloseTo(expected, within(1e-3));
        }
    }

    private static double derivative(INDArray before, INDArray error, int patch, int channel, int y, int x) {
        double derivative = error.getDouble(patch, channel, y, x) * Math.pow(base(before, patch, channel, y, x), -0.75);
        for (int near = Math.max(0, channel - 2); near <= Math.min(CHANNELS - 1, channel + 2); near++) {
            derivative -= error.getDouble(patch, near, y, x)
                    * before.getDouble(patch, near, y, x)
                    * 0.75
                    * Math.pow(base(before, patch, near, y, x), -1.75)
                    * 2e-4
                    / 5
                    * before.getDouble(patch, channel, y, x);
        }
        return derivative;
    }

    private static GraphLayers layers(PatchLayout.Order order) {
        return new GraphLayers(new PatchLayout(SIZE_PX, order))
                .convolution("convolution", CHANNELS, 1, 1, 0)
                .normalization("normalization");
    }

    private static double formula(INDArray before, int patch, int channel, int y, int x) {
        return before.getDouble(patch, channel, y, x) / Math.pow(base(before, patch, channel, y, x), 0.75);
    }

    private static double base(INDArray before, int patch, int channel, int y, int x) {
        double squares = 0;
        for (int near = Math.max(0, channel - 2); near <= Math.min(CHANNELS - 1, channel + 2); near++) {
            squares += Math.pow(before.getDouble(patch, near, y, x), 2);
        }
        return 1 + 1e-4 / 5 * squares;
    }

    private static INDArray nchw(INDArray activations, PatchLayout.Order order) {
        return order == PatchLayout.Order.NCHW ? activations : activations.permute(0, 3, 1, 2);
    }

    private static INDArray large(long[] shape) {
        Nd4j.getRandom().setSeed(3);
        return Nd4j.rand(DataType.FLOAT, shape).muli(100);
    }

    private static INDArray input(PatchLayout.Order order) {
        Nd4j.getRandom().setSeed(4);
        INDArray nchw = Nd4j.rand(DataType.FLOAT, BATCH, 3, SIZE_PX, SIZE_PX);
        return order == PatchLayout.Order.NCHW ? nchw : nchw.permute(0, 2, 3, 1).dup('c');
    }
}
