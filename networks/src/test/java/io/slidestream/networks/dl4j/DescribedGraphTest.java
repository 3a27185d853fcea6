package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescribedGraphTest {
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void aDescribedNetwork_scoresAsTheTrainedGraph(Architecture architecture) {
        Map<String, Tensor> weights = SeededTensors.weights(architecture, 9);
        int size = architecture.inputSizePx();
        try (Dl4jEngine trained = Dl4jEngine.of(architecture, size, weights, 2, 1);
                Dl4jEngine described =
                        Dl4jEngine.of(Folding.of(Families.network(weights, size), weights), 2, 1, Device.CPU)) {
            FloatBuffer patches = SeededTensors.patches(trained.layout(), 2, 0, 1);

            assertThat(described.logits(patches, 2)).containsExactly(trained.logits(patches, 2), within(1e-4f));
        }
    }
}
