package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.patches.PatchLayout;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gate of oneDNN: what it computes equals what Deeplearning4j computes without it. */
class HelperAgreementTest {
    private static final int SIZE_PX = 35;
    private static final int BATCH = 3;
    private static final int CLASSES = 5;

    @AfterEach
    void enable() {
        OneDnn.enable();
    }

    @ParameterizedTest
    @EnumSource
    void outputs_equalTheBuiltInOnes(PatchLayout.Order order) {
        INDArray input = input(order);
        ComputationGraph graph = graph(order, false);
        ComputationGraph builtIn = builtIn(graph, order, false);

        INDArray expected = builtIn.outputSingle(input);
        INDArray found = graph.outputSingle(input);

        assertThat(expected.norm2Number().doubleValue()).isGreaterThan(0.1);
        assertThat(relativeDifference(expected, found)).isLessThan(1e-5);
    }

    @Test
    void gradients_equalTheBuiltInOnes_inNchw() {
        ComputationGraph graph = graph(PatchLayout.Order.NCHW, true);
        ComputationGraph builtIn = builtIn(graph, PatchLayout.Order.NCHW, true);

        INDArray expected = gradient(builtIn, PatchLayout.Order.NCHW);
        INDArray found = gradient(graph, PatchLayout.Order.NCHW);

        assertThat(found.shape()).isEqualTo(expected.shape());
        builtIn.gradient().gradientForVariable().forEach((name, part) -> {
            INDArray same = Objects.requireNonNull(
                    graph.gradient().gradientForVariable().get(name));
            assertThat(part.norm2Number().doubleValue()).as(name).isGreaterThan(1e-4);
            assertThat(relativeDifference(part, same)).as(name).isLessThan(1e-4);
        });
    }

    /** Ours need no helper to be compared with: their reference is the built-in path in the other order. */
    @Test
    void gradients_equalTheBuiltInOnes_inNhwc() {
        ComputationGraph graph = graph(PatchLayout.Order.NHWC, true);
        ComputationGraph builtIn = builtIn(graph, PatchLayout.Order.NCHW, true);
        builtIn.getLayer("hidden")
                .getParam("W")
                .assign(byChannel(graph.getLayer("hidden").getParam("W")));

        gradient(builtIn, PatchLayout.Order.NCHW);
        gradient(graph, PatchLayout.Order.NHWC);

        assertThat(graph.score()).isCloseTo(builtIn.score(), within(1e-6));
        builtIn.gradient().gradientForVariable().forEach((name, part) -> {
            INDArray same = Objects.requireNonNull(
                    graph.gradient().gradientForVariable().get(name));
            assertThat(part.norm2Number().doubleValue()).as(name).isGreaterThan(1e-4);
            assertThat(relativeDifference(part, name.equals("hidden_W") ? byChannel(same) : same))
                    .as(name)
                    .isLessThan(1e-4);
        });
    }

    /** Rows of a dense layer's weights for a picture of 3×3, from pixel by pixel to channel by channel. */
    private static INDArray byChannel(INDArray byPixel) {
        long outputs = byPixel.size(1);
        return byPixel.dup('c')
                .reshape('c', 3, 3, -1, outputs)
                .permute(2, 0, 1, 3)
                .dup('c')
                .reshape('c', -1, outputs);
    }

    private static INDArray gradient(ComputationGraph graph, PatchLayout.Order order) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
        for (int patch = 0; patch < BATCH; patch++) {
            labels.putScalar(patch, patch % CLASSES, 1);
        }
        graph.setInputs(input(order));
        graph.setLabels(labels);
        graph.computeGradientAndScore();
        return graph.gradient().gradient();
    }

    /** Strided and padded convolutions, pooling that rounds down, groups, local response normalisation, a fire module, dense layers: all kinds in use. */
    private static ComputationGraph graph(PatchLayout.Order order, boolean training) {
        OneDnn.enable();
        ComputationGraph graph = make(order, training);
        OneDnn.check(graph);
        Nd4j.getRandom().setSeed(11);
        graph.setParams(Nd4j.randn(DataType.FLOAT, graph.params().shape()).muli(0.1));
        return graph;
    }

    private static ComputationGraph builtIn(ComputationGraph graph, PatchLayout.Order order, boolean training) {
        OneDnn.disable();
        ComputationGraph builtIn = make(order, training);
        for (var layer : builtIn.getLayers()) {
            assertThat(layer.getHelper()).isNull();
        }
        builtIn.setParams(graph.params());
        return builtIn;
    }

    private static ComputationGraph make(PatchLayout.Order order, boolean training) {
        PatchLayout layout = new PatchLayout(SIZE_PX, order);
        GraphLayers layers = (training ? GraphLayers.trained(layout) : new GraphLayers(layout))
                .convolution("stem", 24, 5, 2, 2)
                .normalization("norm")
                .maximum("pool")
                .twoGroups("groups", 24, 3, 1)
                .normalization("norm2")
                .convolution("squeeze", 8, 1, 1, 0)
                .convolution("expand1", 16, 1, 1, 0)
                .from("squeeze")
                .convolution("expand3", 16, 3, 1, 1)
                .merge("fire", "expand1", "expand3")
                .maximum("pool2")
                .flatten("hidden")
                .dense("hidden", 20, Activation.RELU)
                .dense("classes", CLASSES, Activation.IDENTITY);
        ComputationGraph graph = new ComputationGraph(training ? layers.loss().build() : layers.build());
        graph.init();
        return graph;
    }

    private static INDArray input(PatchLayout.Order order) {
        Nd4j.getRandom().setSeed(7);
        INDArray nchw = Nd4j.randn(DataType.FLOAT, BATCH, 3, SIZE_PX, SIZE_PX).muli(30); // so that norm has work
        return order == PatchLayout.Order.NCHW ? nchw : nchw.permute(0, 2, 3, 1).dup('c');
    }

    private static double relativeDifference(INDArray expected, INDArray found) {
        return expected.sub(found).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }
}
