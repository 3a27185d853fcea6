package io.slidestream.networks.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps in bytes against the same, number by number. */
class ByteTrunkTest {
    private static final String NO_BYTES = "this processor, or its oneDNN, adds no products of bytes exactly";
    private static final int SIDE = 13;
    private static final int PIXELS = SIDE * SIDE;
    private static final Window THREE = Window.of(3, 1, 1);
    private static final Window ONE = Window.of(1, 1, 0);

    static Stream<Arguments> networks() {
        return Stream.of(
                        named("padding that stands for a zero", first()),
                        named(
                                "all from below zero to above",
                                first().convolution("b", "relu", 24, ONE, 1)
                                        .inBytes(0.02, 120)
                                        .convolution("c", "b", 32, ONE, 1)
                                        .inBytes(0.02, 140)),
                        named(
                                "a sum and its ReLU",
                                first().convolution("b", "relu", 16, THREE, 1)
                                        .add("sum", "b", "relu")
                                        .activation("end", Activation.RELU, "sum")
                                        .inBytes(0.015, 0)),
                        named(
                                "a sum of what is below zero",
                                first().convolution("b", "relu", 16, ONE, 1)
                                        .inBytes(0.02, 117)
                                        .convolution("c", "relu", 16, THREE, 1)
                                        .add("sum", "b", "c")
                                        .inBytes(0.03, 128)
                                        .convolution("d", "sum", 16, ONE, 1)
                                        .activation("end", Activation.RELU, "d")
                                        .inBytes(0.01, 0)),
                        named(
                                "bytes before a sum",
                                first().convolution("b", "relu", 16, ONE, 1)
                                        .inBytes(0.0207, 117)
                                        .convolution("c", "relu", 16, THREE, 1)
                                        .inBytes(0.0113, 140)
                                        .add("sum", "b", "c")
                                        .activation("end", Activation.RELU, "sum")
                                        .inBytes(0.0127, 0)),
                        named(
                                "bytes before a sum below zero",
                                first().convolution("b", "relu", 16, ONE, 1)
                                        .inBytes(0.0207, 117)
                                        .convolution("c", "relu", 16, THREE, 1)
                                        .inBytes(0.0113, 140)
                                        .add("sum", "c", "b")
                                        .inBytes(0.0311, 120)),
                        named(
                                "bytes before a function",
                                first().convolution("b", "relu", 16, ONE, 1)
                                        .inBytes(0.013, 135)
                                        .activation("silu", Activation.SILU, "b")
                                        .inBytes(0.008, 30)),
                        named(
                                "each channel by itself, to six",
                                first().convolution("b", "relu", 16, THREE, 16)
                                        .activation("six", Activation.RELU6, "b")
                                        .inBytes(6 / 255.0, 0)
                                        .convolution("c", "six", 16, Window.of(3, 2, 1), 16)
                                        .activation("end", Activation.RELU6, "c")
                                        .inBytes(0.05, 0)),
                        named(
                                "groups",
                                first().convolution("b", "relu", 32, THREE, 2).inBytes(0.02, 100)),
                        named(
                                "the largest and joined",
                                first().maximum("pool", Window.of(3, 2, 0), "relu")
                                        .inBytes(0.012, 0)
                                        .convolution("b", "pool", 8, ONE, 1)
                                        .activation("left", Activation.RELU, "b")
                                        .inBytes(0.01, 0)
                                        .convolution("c", "pool", 24, THREE, 1)
                                        .activation("right", Activation.RELU, "c")
                                        .inBytes(0.01, 0)
                                        .concat("end", "left", "right")
                                        .inBytes(0.01, 0)),
                        named(
                                "joined after another scale",
                                first().convolution("b", "relu", 8, ONE, 1)
                                        .inBytes(0.02, 99)
                                        .concat("end", "relu", "b")
                                        .inBytes(0.02, 110)),
                        named(
                                "a function that bends",
                                first().convolution("b", "relu", 16, ONE, 1)
                                        .activation("silu", Activation.SILU, "b")
                                        .inBytes(0.01, 28)
                                        .convolution("c", "silu", 16, THREE, 16)
                                        .inBytes(0.02, 90)),
                        named(
                                "weighed channels",
                                first().maximum("top", Window.of(SIDE, 1, 0), "relu")
                                        .inBytes(0.012, 0)
                                        .convolution("b", "top", 16, ONE, 1)
                                        .activation("gate", Activation.SIGMOID, "b")
                                        .multiply("end", "relu", "gate")
                                        .inBytes(0.01, 0)))
                .flatMap(one -> Stream.of(ByteArithmetic.INTEGERS, ByteArithmetic.FLOATS)
                        .map(arithmetic -> Arguments.of(one.name(), one.network(), arithmetic)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("networks")
    void bytes_areThoseOfTheReference(String name, QuantizedNetwork network, ByteArithmetic arithmetic) {
        assumeTrue(OneDnnLibrary.isThere(), NO_BYTES);
        assumeTrue(arithmetic == ByteArithmetic.FLOATS || Primitives.addsBytesExactly(), NO_BYTES);
        float[] pictures = TrunkRows.noise(2 * 3 * PIXELS, 2);
        ByteScale scale = Objects.requireNonNull(network.form().scale(last(network)));
        try (Trunk trunk = trunk(network, 1, arithmetic)) {
            float[] found = TrunkRows.of(trunk, pictures, 2);
            int width = trunk.width();
            int equal = 0;
            for (int picture = 0; picture < 2; picture++) {
                double[] expected = ByteReference.run(network, byChannel(pictures, picture));
                assertThat(expected).hasSize(width);
                for (int i = 0; i < width; i++) {
                    double steps = Math.abs(found[picture * width + i] - expected[i]) / scale.scale();
                    assertThat(steps).as("%s, number %d", name, i).isLessThan(1.01);
                    equal += steps < 0.01 ? 1 : 0;
                }
                assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(40);
            }
            assertThat(equal).isGreaterThan((int) (0.997 * 2 * width));
            assertThat(trunk.isInBytes()).isTrue();
        }
    }

    static Stream<Arguments> networksInIntegers() {
        return networks().filter(one -> one.get()[2] == ByteArithmetic.INTEGERS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networksInIntegers")
    void rows_areTheSameBits_whateverBatchPlaceAndThreads(String name, QuantizedNetwork network) {
        assumeTrue(OneDnnLibrary.isThere() && Primitives.addsBytesExactly(), NO_BYTES);
        float[] pictures = TrunkRows.noise(7 * 3 * PIXELS, 2);
        try (Trunk one = trunk(network, 1, ByteArithmetic.INTEGERS);
                Trunk three = trunk(network, 3, ByteArithmetic.INTEGERS)) {
            float[] all = TrunkRows.of(three, pictures, 7);
            int width = one.width();
            for (int picture = 0; picture < 7; picture++) {
                float[] alone = Arrays.copyOfRange(pictures, picture * 3 * PIXELS, (picture + 1) * 3 * PIXELS);
                assertThat(TrunkRows.of(one, alone, 1))
                        .as("%s, picture %d", name, picture)
                        .containsExactly(Arrays.copyOfRange(all, picture * width, (picture + 1) * width));
            }
        }
    }

    private record Named(String name, QuantizedNetwork network) {}

    private static Named named(String name, ByteNetworks network) {
        return new Named(name, network.build());
    }

    private static ByteNetworks first() {
        return ByteNetworks.of(SIDE)
                .convolution("a", Network.INPUT, 16, THREE, 1)
                .activation("relu", Activation.RELU, "a")
                .inBytes(0.012, 0);
    }

    private static String last(QuantizedNetwork network) {
        List<Node> nodes = network.served().network().nodes();
        return nodes.get(nodes.size() - 1).input();
    }

    private static Trunk trunk(QuantizedNetwork network, int threads, ByteArithmetic arithmetic) {
        return Trunk.of(network, network.served().network().nodes(), Set.of(Network.OUTPUT), threads, arithmetic)
                .orElseThrow();
    }

    private static double[] byChannel(float[] pictures, int picture) {
        double[] values = new double[3 * PIXELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = pictures[picture * values.length + i % PIXELS * 3 + i / PIXELS];
        }
        return values;
    }
}
