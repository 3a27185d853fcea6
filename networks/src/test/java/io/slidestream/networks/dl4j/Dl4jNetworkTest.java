package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Dl4jNetworkTest {
    private static final PatchLayout NHWC = new PatchLayout(224, PatchLayout.Order.NHWC);

    @ParameterizedTest
    @EnumSource
    void weights_comeBackAsTheyWentIn(Architecture architecture) {
        Map<String, Tensor> weights = SeededTensors.weights(architecture, 4);
        for (PatchLayout.Order order : PatchLayout.Order.values()) {
            PatchLayout layout = new PatchLayout(architecture.inputSizePx(), order);
            try (Dl4jNetwork network = Dl4jNetwork.of(architecture, layout, Dl4jNetwork.Output.LOGITS, weights)) {
                Map<String, Tensor> back = network.weights();

                assertThat(back.keySet()).containsExactlyElementsOf(weights.keySet());
                back.forEach((name, tensor) -> {
                    Tensor expected = weights.get(name);
                    assertThat(expected).isNotNull();
                    assertThat(tensor.shape()).as(name).isEqualTo(expected.shape());
                    assertThat(tensor.values()).as(name).isEqualTo(expected.values());
                });
            }
        }
    }

    @Test
    void of_refusesWeightsOfAnotherShape_evenOfTheSameLength() {
        Map<String, Tensor> weights = new HashMap<>(SeededTensors.weights(Architecture.SQUEEZENET1_1, 4));
        weights.put("features.0.weight", Tensor.zeros(3, 64, 3, 3));

        assertThatThrownBy(() -> Dl4jNetwork.of(Architecture.SQUEEZENET1_1, NHWC, Dl4jNetwork.Output.LOGITS, weights))
                .hasMessageContaining("features.0.weight should be [64, 3, 3, 3], is [3, 64, 3, 3]");
    }

    @Test
    void of_refusesSizesTheNetworkDoesNotTake() {
        Map<String, Tensor> weights = SeededTensors.weights(Architecture.SQUEEZENET1_1, 4);

        PatchLayout large = new PatchLayout(227, PatchLayout.Order.NHWC);
        assertThatThrownBy(() -> Dl4jNetwork.of(Architecture.SQUEEZENET1_1, large, Dl4jNetwork.Output.LOGITS, weights))
                .hasMessageContaining("224 px, was 227");
    }
}
