package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.engine.Device;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
}
