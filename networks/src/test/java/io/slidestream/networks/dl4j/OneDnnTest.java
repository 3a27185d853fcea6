package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnTest {
    @AfterEach
    void enable() {
        OneDnn.enable();
    }

    @ParameterizedTest
    @EnumSource
    void everyConvolution_hasItsHelper(PatchLayout.Order order) {
        try (Dl4jNetwork network = squeezeNet(order)) {
            List<Layer> convolutions = Arrays.stream(network.graph().getLayers())
                    .filter(ConvolutionLayer.class::isInstance)
                    .toList();

            assertThat(convolutions)
                    .hasSize(26)
                    .allSatisfy(layer -> assertThat(layer.getHelper())
                            .as(layer.conf().getLayer().getLayerName())
                            .isNotNull());
        }
    }

    @Test
    void check_namesTheLayersWithoutHelper() {
        OneDnn.disable();
        try (Dl4jNetwork network = Dl4jNetwork.unchecked(
                Architecture.SQUEEZENET1_1,
                new PatchLayout(224, PatchLayout.Order.NHWC),
                Dl4jNetwork.Output.LOGITS,
                SeededTensors.weights(Architecture.SQUEEZENET1_1, 2),
                0)) {
            assertThatThrownBy(() -> OneDnn.check(network.graph()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("oneDNN is not in use for [features.0, features.2, ")
                    .hasMessageContaining("-onednn build");
        }
    }

    private static Dl4jNetwork squeezeNet(PatchLayout.Order order) {
        return Dl4jNetwork.of(
                Architecture.SQUEEZENET1_1,
                new PatchLayout(224, order),
                Dl4jNetwork.Output.LOGITS,
                SeededTensors.weights(Architecture.SQUEEZENET1_1, 2));
    }
}
