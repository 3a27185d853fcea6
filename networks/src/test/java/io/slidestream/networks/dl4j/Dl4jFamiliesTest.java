package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.dl4j.graph.ServedGraph;
import io.slidestream.networks.dl4j.graph.ServedGraph.Outputs;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Dl4jFamiliesTest {
    @ParameterizedTest
    @MethodSource("io.slidestream.networks.family.GoldenNetworks#convolutional")
    void logits_arePyTorchs_whateverTheCompany(String name) {
        GoldenNetwork golden = GoldenNetworks.read(name);
        Map<String, Tensor> weights = golden.weights();
        try (Dl4jEngine engine =
                Dl4jEngine.of(Folding.of(Families.network(weights, golden.sizePx()), weights), 2, 1, Device.CPU)) {
            FloatBuffer pictures = golden.pictures(engine.layout());
            float[] found = engine.logits(pictures, 2);

            assertThat(golden.difference(found)).isLessThan(1e-4);

            engine.resize(1);
            float[] alone = engine.logits(pictures, 1);
            assertThat(alone).isEqualTo(Arrays.copyOf(found, alone.length));
        }
    }

    /** As where oneDNN cannot be loaded. */
    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v3_small", "densenet", "resnext", "squeezenet1_0"})
    void logitsAndFeatures_areTheSame_layerByLayerAndInOnePiece(String name) {
        GoldenNetwork golden = GoldenNetworks.read(name);
        Map<String, Tensor> weights = golden.weights();
        ServedNetwork served = Folding.of(Families.network(weights, golden.sizePx()), weights);
        PatchLayout layout = new PatchLayout(golden.sizePx(), PatchLayout.Order.NHWC);
        FloatBuffer pictures = golden.pictures(layout);
        OneDnn.enable();
        try (FixedBatch inLayers =
                        new FixedBatch(ServedGraph.inLayers(served, Outputs.LOGITS_AND_FEATURES), layout, 2, 1);
                FixedBatch inOnePiece =
                        new FixedBatch(ServedGraph.of(served, Outputs.LOGITS_AND_FEATURES, 1), layout, 2, 1)) {
            float[][] expected = inLayers.runAll(pictures, 2);
            float[][] found = inOnePiece.runAll(pictures, 2);

            assertThat(golden.difference(expected[0])).isLessThan(1e-4);
            assertThat(golden.difference(found[0])).isLessThan(1e-4);
            assertThat(found[1]).hasSameSizeAs(expected[1]).containsExactly(expected[1], within(1e-3f));
            assertThat(inLayers.description()).isEqualTo("dl4j 1.0.0-M2.1 cpu fp32 (oneDNN layer by layer, NHWC)");
            assertThat(inOnePiece.description()).isEqualTo("dl4j 1.0.0-M2.1 cpu fp32 (oneDNN 3.8.1, NHWC)");
        }
    }
}
