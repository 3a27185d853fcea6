package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.dl4j.SeededTensors;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EqualizationTest {
    private static final int CLASSES = 3;

    @ParameterizedTest
    @EnumSource(names = {"SQUEEZENET1_1", "ALEXNET_GROUPED"}) // no layer of the other AlexNet is missing in these
    void answersStay_andSoftChannelsAreHeard(Architecture architecture) {
        Onnx.GraphProto network = graph(architecture);
        Activations activations = activations(architecture);
        List<String> layers = Int8Graph.activations(network, architecture.classifier());
        Map<String, ChannelFigures> before = activations.channels(network, layers);

        Onnx.GraphProto equalized = Equalization.of(network, before);

        Map<String, ChannelFigures> after = activations.channels(equalized, layers);
        String last = layers.get(layers.size() - 1);
        assertThat(spread(after, last)).isLessThan(0.8 * spread(before, last));
        ChannelFigures wanted = logits(activations, network);
        ChannelFigures found = logits(activations, equalized);
        for (int k = 0; k < CLASSES; k++) {
            assertThat(found.largest(k)).isCloseTo(wanted.largest(k), within(Math.abs(1e-3f * wanted.largest(k))));
        }
    }

    /** Blocks that are normalised first: a factor and a summand stand before the ReLU. */
    @Test
    void channelsOfAScale_areHeard_andItsProductIsNotRounded() {
        GoldenNetwork golden = GoldenNetworks.read("preactresnet");
        Onnx.GraphProto network = OnnxFile.graph(golden.sizePx(), golden.weights());
        Activations activations = activations("preactresnet", golden.sizePx());
        List<String> layers = Int8Graph.activations(network, "linear");
        Map<String, ChannelScale> scales = ChannelScale.of(network);
        List<String> activated = network.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Relu") && scales.containsKey(node.getInput(0)))
                .map(node -> node.getOutput(0))
                .toList();
        Map<String, ChannelFigures> before = activations.channels(network, layers);

        Onnx.GraphProto equalized = Equalization.of(network, before);

        Map<String, ChannelFigures> after = activations.channels(equalized, layers);
        assertThat(layers).containsAll(activated).noneMatch(name -> name.endsWith(".scaled"));
        assertThat(activated)
                .isNotEmpty()
                .anySatisfy(name -> assertThat(spread(after, name)).isLessThan(0.8 * spread(before, name)));
        ChannelFigures wanted = logits(activations, network);
        ChannelFigures found = logits(activations, equalized);
        for (int k = 0; k < wanted.channels(); k++) {
            assertThat(found.largest(k)).isCloseTo(wanted.largest(k), within(Math.abs(1e-3f * wanted.largest(k))));
        }
    }

    /** Bytes that add 0.3 to one bias: the correction takes it away there, and nowhere else. */
    @Test
    void aBias_isCorrectedWhereItIsOff() {
        Onnx.GraphProto network = graph(Architecture.SQUEEZENET1_1);
        Activations activations = activations(Architecture.SQUEEZENET1_1);
        String off = "features.3.squeeze.bias";

        Onnx.GraphProto corrected = new BiasCorrection(activations, graph -> shifted(graph, off, 0.3f)).of(network);

        network.getInitializerList().forEach(tensor -> {
            float[] before = OnnxTensors.tensor(tensor).values();
            float[] after = values(corrected, tensor.getName());
            float change = tensor.getName().equals(off) ? -0.3f : 0;
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i]).as(tensor.getName()).isCloseTo(before[i] + change, within(1e-4f));
            }
        });
    }

    private static Onnx.GraphProto graph(Architecture architecture) {
        return OnnxFile.graph(side(architecture), SeededTensors.weights(architecture, CLASSES));
    }

    private static Activations activations(Architecture architecture) {
        return activations(architecture.label(), side(architecture));
    }

    private static Activations activations(String label, int side) {
        ModelConfig config = new ModelConfig(
                label, ColouredPictures.CLASSES, 32, 0.5, List.of(new Resize(side), new ToTensor()), null, null, 1);
        return new Activations(config, ColouredPictures.of(CLASSES), 1);
    }

    private static int side(Architecture architecture) {
        return architecture == Architecture.ALEXNET_GROUPED ? 227 : 224;
    }

    private static ChannelFigures logits(Activations activations, Onnx.GraphProto network) {
        return Objects.requireNonNull(
                activations.channels(network, List.of(OnnxGraph.OUTPUT)).get(OnnxGraph.OUTPUT));
    }

    /** How many times as loud the loudest channel is as the mean of those that are heard at all. */
    private static double spread(Map<String, ChannelFigures> heard, String layer) {
        ChannelFigures figures = Objects.requireNonNull(heard.get(layer));
        double sum = 0;
        double most = 0;
        int count = 0;
        for (int channel = 0; channel < figures.channels(); channel++) {
            if (figures.largest(channel) > 0) {
                sum += figures.largest(channel);
                most = Math.max(most, figures.largest(channel));
                count++;
            }
        }
        return most / (sum / count);
    }

    private static Onnx.GraphProto shifted(Onnx.GraphProto graph, String name, float by) {
        Onnx.GraphProto.Builder target = graph.toBuilder();
        for (int i = 0; i < target.getInitializerCount(); i++) {
            if (target.getInitializer(i).getName().equals(name)) {
                Tensor tensor = OnnxTensors.tensor(target.getInitializer(i));
                for (int k = 0; k < tensor.values().length; k++) {
                    tensor.values()[k] += by;
                }
                target.setInitializer(i, OnnxTensors.floats(name, tensor));
            }
        }
        return target.build();
    }

    private static float[] values(Onnx.GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .map(tensor -> OnnxTensors.tensor(tensor).values())
                .findFirst()
                .orElseThrow();
    }
}
