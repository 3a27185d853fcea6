package io.slidestream.networks.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void of_findsByTorchvisionsName_orListsTheKnown() {
        assertThat(Architecture.of("alexnet")).isEqualTo(Architecture.ALEXNET);
        assertThat(Architecture.of("squeezenet1_1")).isEqualTo(Architecture.SQUEEZENET1_1);
        assertThatThrownBy(() -> Architecture.of("resnet18"))
                .hasMessage("unknown architecture \"resnet18\", known are alexnet, alexnet-grouped, squeezenet1_1");
    }

    @Test
    void shapes_haveThePublishedNumberOfParameters() {
        assertThat(parameters(Architecture.ALEXNET)).isEqualTo(61_100_840);
        assertThat(parameters(Architecture.ALEXNET_GROUPED)).isEqualTo(60_965_224); // Caffe's and MATLAB's
        assertThat(parameters(Architecture.SQUEEZENET1_1)).isEqualTo(1_235_496);
    }

    @Test
    void featureCount_isTheClassifiersInput() {
        assertThat(Architecture.ALEXNET.featureCount()).isEqualTo(4096);
        assertThat(Architecture.ALEXNET_GROUPED.featureCount()).isEqualTo(4096);
        assertThat(Architecture.SQUEEZENET1_1.featureCount()).isEqualTo(512);
    }

    @Test
    void checkSize_refusesWhatTheNetworkDoesNotTake() {
        for (Architecture architecture : Architecture.values()) {
            assertThatCode(() -> architecture.checkSize(architecture.inputSizePx()))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> Architecture.ALEXNET.checkSize(227)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Architecture.ALEXNET_GROUPED.checkSize(224)).hasMessageContaining("227 px, was 224");
        assertThatThrownBy(() -> Architecture.ALEXNET.checkSize(225)).hasMessageContaining("224 or 227 px, was 225");
        assertThatThrownBy(() -> Architecture.SQUEEZENET1_1.checkSize(227))
                .hasMessageContaining("224 px, was 227")
                .hasMessageContaining("rounds up");
    }

    @Test
    void check_namesTheFirstWrongTensor() {
        Map<String, Tensor> weights = new HashMap<>();
        Architecture.SQUEEZENET1_1.shapes(9).forEach((name, shape) -> weights.put(name, Tensor.zeros(shape)));
        assertThat(Architecture.SQUEEZENET1_1.classCount(weights)).isEqualTo(9);
        assertThatCode(() -> Architecture.SQUEEZENET1_1.check(weights, 9)).doesNotThrowAnyException();

        Tensor spoilt = Tensor.zeros(9);
        spoilt.values()[3] = Float.NaN;
        weights.put("classifier.1.bias", spoilt);
        assertThatThrownBy(() -> Architecture.SQUEEZENET1_1.check(weights, 9))
                .hasMessage("classifier.1.bias holds NaN");
        weights.put("classifier.1.bias", Tensor.zeros(9));
        weights.put("extra", Tensor.zeros(1));
        assertThatThrownBy(() -> Architecture.SQUEEZENET1_1.check(weights, 9))
                .hasMessageContaining("it has no tensor named extra");
        weights.put("features.3.squeeze.weight", Tensor.zeros(64, 16, 1, 1));
        assertThatThrownBy(() -> Architecture.SQUEEZENET1_1.check(weights, 9))
                .hasMessage("weights are not those of squeezenet1_1 with 9 classes: features.3.squeeze.weight should be"
                        + " [16, 64, 1, 1], is [64, 16, 1, 1]");
        weights.remove("features.0.bias");
        assertThatThrownBy(() -> Architecture.SQUEEZENET1_1.check(weights, 9))
                .hasMessageContaining("features.0.bias should be [64], is missing");
        assertThatThrownBy(() -> Architecture.ALEXNET.classCount(weights))
                .hasMessageContaining("classifier.6.bias is missing");
    }

    private static long parameters(Architecture architecture) {
        return architecture.shapes(1000).values().stream()
                .mapToLong(shape -> Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b))
                .sum();
    }
}
