package io.slidestream.networks.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.Tokens;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkTest {
    private static final int MOST = 64;
    private static final Shape PICTURE = Shape.of(3, 8, 8);

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v3_small", "densenet", "resnet18"})
    void rows_areTheSameBits_whateverBatchPlaceAndThreads(String name) {
        GoldenNetwork golden = GoldenNetworks.read(name);
        Map<String, Tensor> weights = golden.weights();
        ServedNetwork served = Folding.of(Families.network(weights, golden.sizePx()), weights);
        float[] pictures = TrunkRows.noise(MOST * 3 * golden.sizePx() * golden.sizePx(), 1);
        int pixels = pictures.length / MOST;
        try (Trunk one = trunk(served, 1);
                Trunk two = trunk(served, 2)) {
            float[] all = rows(one, pictures, 0, MOST, pixels);
            int width = one.width();
            assertThat(rows(two, pictures, 0, MOST, pixels)).containsExactly(all);
            for (int count : new int[] {1, 2, 3, 5, 8, 31}) {
                int from = MOST - count - 1;
                float[] expected = Arrays.copyOfRange(all, from * width, (from + count) * width);
                assertThat(rows(one, pictures, from, count, pixels))
                        .as("%d pictures", count)
                        .containsExactly(expected);
                assertThat(rows(two, pictures, from, count, pixels))
                        .as("%d pictures", count)
                        .containsExactly(expected);
            }
            assertThat(all).doesNotContain(Float.NaN);
            assertThat(Arrays.copyOfRange(all, 0, width)).isNotEqualTo(Arrays.copyOfRange(all, width, 2 * width));
        }
    }

    @Test
    void rowsOfPicturesThatWereBegun_areTheirs_alsoOfFewer_andOfOthersOnceForgotten() {
        GoldenNetwork golden = GoldenNetworks.read("resnet18");
        ServedNetwork served = Folding.of(Families.network(golden.weights(), golden.sizePx()), golden.weights());
        int pixels = 3 * golden.sizePx() * golden.sizePx();
        float[] pictures = TrunkRows.noise(4 * pixels, 1);
        try (Trunk trunk = trunk(served, 2);
                Memory input = new Memory((long) pictures.length * Float.BYTES);
                Memory output = new Memory(4L * trunk.width() * Float.BYTES)) {
            float[] expected = rows(trunk, pictures, 0, 4, pixels);
            long place = Pointer.nativeValue(input);
            input.write(0, pictures, 0, pictures.length);

            trunk.begin(place, 4);
            trunk.run(place, 3, Pointer.nativeValue(output));
            assertThat(output.getFloatArray(0, 3 * trunk.width()))
                    .as("three of the four that were begun")
                    .containsExactly(Arrays.copyOf(expected, 3 * trunk.width()));

            trunk.begin(place, 2);
            trunk.run(place, 4, Pointer.nativeValue(output));
            assertThat(output.getFloatArray(0, 4 * trunk.width()))
                    .as("more than were begun")
                    .containsExactly(expected);

            trunk.begin(place, 4);
            trunk.forget(place);
            input.write(0, pictures, pixels, pixels);
            trunk.run(place, 1, Pointer.nativeValue(output));
            assertThat(output.getFloatArray(0, trunk.width()))
                    .as("another picture")
                    .containsExactly(Arrays.copyOfRange(expected, trunk.width(), 2 * trunk.width()));
        }
    }

    @Test
    void stretch_endsWhereRowsBegin() {
        List<Node> nodes = List.of(
                new Node("mean", new GlobalAverage(), List.of(Network.INPUT), Shape.of(3, 1, 1)),
                new Node("flat", new Flatten(), List.of("mean"), Shape.of(3)),
                new Node("logits", new Dense("w", "b"), List.of("flat"), Shape.of(2)));

        Stretch stretch = Stretch.of(8, nodes, Set.of("logits", "mean")).orElseThrow();

        assertThat(stretch.nodes()).extracting(Node::name).containsExactly("mean", "flat");
        assertThat(stretch.outputs())
                .containsExactly(new Stretch.Output("flat", 0, 3), new Stretch.Output("mean", 3, 3));
        assertThat(stretch.width()).isEqualTo(6);
    }

    @Test
    void stretch_isNone_whereTheRestReadsAPicture() {
        List<Node> nodes = List.of(
                new Node("relu", new Activate(Activation.RELU), List.of(Network.INPUT), PICTURE),
                new Node("logits", new Tokens(), List.of("relu"), Shape.of(64, 3)));

        assertThat(Stretch.of(8, nodes, Set.of("logits"))).isEmpty();
    }

    private static Trunk trunk(ServedNetwork served, int threads) {
        return Trunk.of(QuantizedNetwork.inFloats(served), served.network().nodes(), Set.of(Network.OUTPUT), threads)
                .orElseThrow();
    }

    private static float[] rows(Trunk trunk, float[] pictures, int from, int count, int pixels) {
        return TrunkRows.of(trunk, Arrays.copyOfRange(pictures, from * pixels, (from + count) * pixels), count);
    }
}
